using Lodge.Libvirt.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Libvirt.Handlers.Domains;

/// <summary>Disks as clients name them: by target, such as <c>vda</c>, or by what is behind them.</summary>
internal static class DomainDisks
{
    /// <summary>The disk of this target or path.</summary>
    /// <exception cref="LibvirtException">There is none.</exception>
    public static DiskDefinition Find(VmDefinition definition, string name) =>
        definition.FindDisk(name) ?? throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, $"invalid path: {name}");
}
