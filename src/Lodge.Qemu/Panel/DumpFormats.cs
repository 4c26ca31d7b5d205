using Lodge.Model.Vms;
using Lodge.Qmp.Commands;

namespace Lodge.Qemu.Panel;

/// <summary>Lodge's formats of memory dumps, and QEMU's.</summary>
internal static class DumpFormats
{
    private static readonly (MemoryDumpFormat Ours, DumpFormat Qemus)[] s_pairs =
    [
        (MemoryDumpFormat.Elf, DumpFormat.Elf),
        (MemoryDumpFormat.KdumpZlib, DumpFormat.KdumpZlib),
        (MemoryDumpFormat.KdumpLzo, DumpFormat.KdumpLzo),
        (MemoryDumpFormat.KdumpSnappy, DumpFormat.KdumpSnappy),
        (MemoryDumpFormat.WinDmp, DumpFormat.WinDmp),
    ];

    /// <summary>QEMU's name of a format.</summary>
    public static DumpFormat Of(MemoryDumpFormat format) => s_pairs.First(pair => pair.Ours == format).Qemus;

    /// <summary>Those formats of QEMU that Lodge has, too.</summary>
    public static IReadOnlyList<MemoryDumpFormat> Of(IReadOnlyList<DumpFormat> formats) =>
        [.. s_pairs.Where(pair => formats.Contains(pair.Qemus)).Select(pair => pair.Ours)];
}
