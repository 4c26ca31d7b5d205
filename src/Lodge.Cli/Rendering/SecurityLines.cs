using Lodge.Model.Host;

namespace Lodge.Cli.Rendering;

/// <summary>A security report, one line a protection.</summary>
internal static class SecurityLines
{
    /// <summary>Such as <c>✓ landlock: only this VM's files</c>.</summary>
    public static IEnumerable<string> Of(SecurityReport report) => report.Items.Select(Line);

    private static string Line(SecurityItem item)
    {
        var mark = item.State == SecurityState.Enforced ? '✓' : '–';
        var state = item.State switch
        {
            SecurityState.Enforced => "",
            SecurityState.Unavailable => "unavailable, ",
            _ => "off, ",
        };
        return $"{mark} {item.Name}: {state}{item.Detail}";
    }
}
