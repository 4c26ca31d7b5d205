using Lodge.Engine.Checkpoints;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Model.Checkpoints;
using Lodge.Model.Vms;

namespace Lodge.Libvirt.Handlers.Checkpoints;

/// <summary>Checkpoints by their handles, of which the name counts.</summary>
/// <param name="checkpoints">All checkpoints.</param>
/// <param name="domains">All domains.</param>
internal sealed class CheckpointDirectory(CheckpointService checkpoints, DomainDirectory domains)
{
    /// <summary>The checkpoints of a domain.</summary>
    public VmCheckpoints Of(Domain handle) => checkpoints.List(domains.Get(handle).Id.ToString());

    /// <summary>The checkpoint of a handle, with all checkpoints of its domain.</summary>
    public (Vm Vm, VmCheckpoints All, Checkpoint Found) Get(DomainCheckpoint handle)
    {
        var vm = domains.Get(handle.Dom);
        var all = checkpoints.List(vm.Id.ToString());
        return (vm, all, ByName(all, handle.Name));
    }

    /// <summary>The checkpoint of a domain with a name.</summary>
    public static Checkpoint ByName(VmCheckpoints all, string name) =>
        all.Checkpoints.FirstOrDefault(checkpoint => checkpoint.Name == name) ?? throw Missing($"no domain checkpoint with matching name '{name}'");

    /// <summary>The handle of a checkpoint.</summary>
    public static DomainCheckpoint Handle(Domain domain, Checkpoint checkpoint) => new(checkpoint.Name, domain);

    /// <summary>The failure of a look-up.</summary>
    public static LibvirtException Missing(string detail) => new(ErrorNumber.NoDomainCheckpoint, ErrorOrigin.Qemu, detail);
}
