using Lodge.Cli.Networks;
using Lodge.Model.Networks;

namespace Lodge.Cli.Rendering.Networks;

/// <summary>The table of <c>lodge network forward list</c>.</summary>
internal static class ForwardTable
{
    /// <summary>One row a forward.</summary>
    public static string Render(IReadOnlyList<PortForward> forwards, Style style)
    {
        var table = new Table(style, "HOST", "GUEST");
        foreach (var forward in forwards)
        {
            table.Add(ForwardSpec.Source(forward), ForwardSpec.Destination(forward));
        }

        return table.ToString();
    }
}
