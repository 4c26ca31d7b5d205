using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Model.Vms.Compute;

namespace Lodge.Cli.Parsing;

/// <summary>A processor on the command line: <c>MODEL,+feature,-feature</c>.</summary>
internal static class CpuSpecText
{
    /// <summary>Reads it.</summary>
    /// <exception cref="LodgeException">It is not written so.</exception>
    public static CpuSpec Parse(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        return parts[0].Length == 0
            ? throw Wrong($"'{text}' names no processor model.")
            : new CpuSpec { Model = parts[0], Features = [.. parts.Skip(1).Select(part => Feature(part, text))] };
    }

    /// <summary>Writes it.</summary>
    public static string Of(CpuSpec cpu) => cpu.Model + string.Concat((cpu.Features ?? []).Select(feature =>
        feature.Policy is CpuFeaturePolicy.Disable or CpuFeaturePolicy.Forbid ? $",-{feature.Name}" : $",+{feature.Name}"));

    private static CpuFeature Feature(string part, string text) => part switch
    {
        ['+', .. { Length: > 0 } name] => new CpuFeature(name),
        ['-', .. { Length: > 0 } name] => new CpuFeature(name, CpuFeaturePolicy.Disable),
        _ => throw Wrong($"'{part}' in '{text}' is neither +feature nor -feature."),
    };

    private static LodgeException Wrong(string message) => new(
        ErrorCode.InvalidArgument, message, "Write a model and what differs from it, such as EPYC,+avx512f,-svm.");
}
