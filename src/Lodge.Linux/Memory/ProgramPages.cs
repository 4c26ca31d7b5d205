using System.Globalization;
using Lodge.Linux.Files;
using Lodge.Linux.Interop;

namespace Lodge.Linux.Memory;

/// <summary>
/// The pages that this process has mapped of its own program. Many are needed at its start only, and count as its
/// resident memory until the kernel is short of memory.
/// </summary>
public static class ProgramPages
{
    private const string MappingsFile = "/proc/self/smaps";

    /// <summary>
    /// Unmaps them. They stay in the kernel's page cache, from where those that are needed come back, some at a time and
    /// without a look at the disk. Where the kernel does not tell what is mapped, nothing happens.
    /// </summary>
    /// <returns>How many bytes were resident there.</returns>
    public static long GiveBack()
    {
        if (Environment.ProcessPath is not { } program || KernelFile.TryRead(MappingsFile) is not { } text)
        {
            return 0;
        }

        var given = 0L;
        foreach (var mapping in Clean(text.Split('\n'), program))
        {
            given += MemoryCalls.Forget(mapping.Address, mapping.Length) == 0 ? mapping.Resident : 0;
        }

        return given;
    }

    /// <summary>
    /// The mappings of a file which nobody can write to and nobody has written to: those that the loader has filled in
    /// and then protected are not among them (proc_pid_smaps(5)).
    /// </summary>
    /// <param name="lines">The text of <c>smaps</c>.</param>
    /// <param name="file">Path of the file.</param>
    internal static IEnumerable<ProgramMapping> Clean(IEnumerable<string> lines, string file)
    {
        ProgramMapping? mapping = null;
        foreach (var line in lines)
        {
            if (line.Length > 0 && !char.IsAsciiLetterUpper(line[0]))
            {
                mapping = line.EndsWith($" {file}", StringComparison.Ordinal) ? ReadOnly(line) : null;
            }
            else if (mapping is not null && line.StartsWith("Rss:", StringComparison.Ordinal))
            {
                mapping = mapping with { Resident = Bytes(line) };
            }
            else if (mapping is not null && line.StartsWith("Anonymous:", StringComparison.Ordinal))
            {
                if (mapping.Resident > 0 && Bytes(line) == 0)
                {
                    yield return mapping;
                }

                mapping = null;
            }
        }
    }

    // "560f8c000000-560f8d2a4000 r-xp 01000000 fe:00 131 /usr/bin/lodged"
    private static ProgramMapping? ReadOnly(string line)
    {
        var words = line.Split(' ', 3);
        var ends = words[0].Split('-');
        var (first, last) = (Address(ends[0]), Address(ends[1]));
        return words[1][1] == '-' ? new ProgramMapping(first, last - first, 0) : null;
    }

    private static nuint Address(string hexadecimal) => nuint.Parse(hexadecimal, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static long Bytes(string line) =>
        long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
}

/// <summary>A part of the program in memory.</summary>
/// <param name="Address">Where it begins.</param>
/// <param name="Length">How long it is, in bytes.</param>
/// <param name="Resident">How much of it is in memory, in bytes.</param>
internal sealed record ProgramMapping(nuint Address, nuint Length, long Resident);
