using System.Text;

namespace Lodge.Storage.Images.Tiny;

/// <summary>
/// What a Linux kernel module says of itself in the section <c>.modinfo</c> of its ELF file: strings of the form
/// <c>key=value</c>, each ended by NUL (Linux, include/linux/module.h).
/// </summary>
/// <param name="Depends">The modules that must be there first, by <see cref="Normalize"/>d name.</param>
/// <param name="Aliases">The patterns of the hardware and of the kernel's requests that it serves.</param>
internal sealed record ModuleInfo(IReadOnlyList<string> Depends, IReadOnlyList<string> Aliases)
{
    private const string Section = ".modinfo";
    private const string DependsKey = "depends=";
    private const string AliasKey = "alias=";

    /// <summary>The name of a module as the kernel compares it: '-' and '_' are the same.</summary>
    public static string Normalize(string name) => name.Replace('-', '_');

    /// <summary>Reads the information of a module.</summary>
    /// <exception cref="InvalidDataException">The bytes are no module for x86-64.</exception>
    public static ModuleInfo Parse(ReadOnlySpan<byte> file)
    {
        var entries = Encoding.UTF8.GetString(ElfSections.Find(file, Section)).Split('\0');
        var depends = entries.FirstOrDefault(entry => entry.StartsWith(DependsKey, StringComparison.Ordinal));
        return new(
            depends is null ? [] : Names(depends[DependsKey.Length..]),
            [
                .. entries.Where(entry => entry.StartsWith(AliasKey, StringComparison.Ordinal))
                    .Select(entry => entry[AliasKey.Length..]),
            ]);
    }

    private static string[] Names(string list) =>
        [.. list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Normalize)];
}
