using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Lodge.Bench.Bare;

/// <summary>What a QEMU that Lodge started was started with, so that the same can be started without Lodge.</summary>
/// <param name="Program">The binary.</param>
/// <param name="Arguments">Its arguments, byte for byte.</param>
/// <param name="Descriptors">The descriptors that the arguments refer to.</param>
internal sealed partial record QemuRecipe(string Program, IReadOnlyList<string> Arguments, IReadOnlyList<RecipeDescriptor> Descriptors)
{
    /// <summary>Reads the command line of a running QEMU.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="fileOf">The file behind a label of <c>-add-fd</c>, such as <c>virtio-disk0-image</c>.</param>
    public static QemuRecipe OfProcess(int pid, Func<string, string> fileOf)
    {
        var words = Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{pid}/cmdline")).TrimEnd('\0').Split('\0');
        if (words.Any(word => word.Contains("/proc/self/fd/", StringComparison.Ordinal)))
        {
            throw new NotSupportedException("A VM that boots a kernel directly cannot be started again by hand.");
        }

        var sets = words.SelectMany(word => PassedFile().Matches(word))
            .Select(match => new RecipeDescriptor(Number(match), fileOf(match.Groups["label"].Value)));
        var sockets = words.SelectMany(word => PassedSocket().Matches(word))
            .Select(match => new RecipeDescriptor(Number(match), null, match.Groups["id"].Value));
        return new QemuRecipe(words[0], words[1..], [.. sets, .. sockets]);
    }

    private static int Number(Match match) => int.Parse(match.Groups["fd"].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^fd=(?<fd>\d+),set=\d+,opaque=(?<label>[\w-]+)$")]
    private static partial Regex PassedFile();

    [GeneratedRegex(@"^socket,id=(?<id>[\w-]+),fd=(?<fd>\d+),server=on")]
    private static partial Regex PassedSocket();
}

/// <summary>A descriptor that QEMU gets: an open file, or a socket that listens.</summary>
/// <param name="Number">Its number in QEMU.</param>
/// <param name="File">The file; null for a socket.</param>
/// <param name="Socket">What the socket is for, such as <c>qmp</c>.</param>
internal sealed record RecipeDescriptor(int Number, string? File, string? Socket = null);
