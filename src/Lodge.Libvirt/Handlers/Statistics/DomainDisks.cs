using Lodge.Libvirt.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Libvirt.Handlers.Statistics;

/// <summary>Disks as clients name them: by target, such as <c>vda</c>, or by what is behind them.</summary>
internal static class DomainDisks
{
    /// <summary>What is behind a disk; null for an empty drive.</summary>
    public static string? PathOf(DiskDefinition disk) => disk.Source switch
    {
        FileDiskSource file => file.Path,
        BlockDiskSource block => block.Path,
        _ => null,
    };

    /// <summary>The disk of this target or path.</summary>
    /// <exception cref="LibvirtException">There is none.</exception>
    public static DiskDefinition Find(VmDefinition definition, string name) =>
        definition.Disks.FirstOrDefault(disk => disk.Name == name) ?? definition.Disks.FirstOrDefault(disk => PathOf(disk) == name)
        ?? throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, $"invalid path: {name}");
}
