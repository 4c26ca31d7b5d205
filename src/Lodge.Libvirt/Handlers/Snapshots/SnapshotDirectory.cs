using Lodge.Engine.Snapshots;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Model.Snapshots;
using Lodge.Model.Vms;

namespace Lodge.Libvirt.Handlers.Snapshots;

/// <summary>Snapshots by their handles, of which the name counts.</summary>
/// <param name="snapshots">All snapshots.</param>
/// <param name="domains">All domains.</param>
internal sealed class SnapshotDirectory(SnapshotService snapshots, DomainDirectory domains)
{
    /// <summary>The snapshots of a domain.</summary>
    public VmSnapshots Of(Domain handle) => snapshots.List(domains.Get(handle).Id.ToString());

    /// <summary>The snapshot of a handle, with all snapshots of its domain.</summary>
    public (Vm Vm, VmSnapshots All, Snapshot Found) Get(DomainSnapshot handle)
    {
        var vm = domains.Get(handle.Dom);
        var all = snapshots.List(vm.Id.ToString());
        return (vm, all, ByName(all, handle.Name));
    }

    /// <summary>The snapshot of a domain with a name.</summary>
    public static Snapshot ByName(VmSnapshots all, string name) =>
        all.Snapshots.FirstOrDefault(snapshot => snapshot.Name == name) ?? throw Missing($"no domain snapshot with matching name '{name}'");

    /// <summary>The handle of a snapshot.</summary>
    public static DomainSnapshot Handle(Domain domain, Snapshot snapshot) => new(snapshot.Name, domain);

    /// <summary>The failure of a look-up.</summary>
    public static LibvirtException Missing(string detail) => new(ErrorNumber.NoDomainSnapshot, ErrorOrigin.Qemu, detail);
}
