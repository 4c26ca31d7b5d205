using Lodge.Engine.Vms;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Protocol;
using Lodge.Model.Vms;

namespace Lodge.Libvirt.Handlers.Domains;

/// <summary>VMs as domains: clients name them by handles, of which only the UUID counts, since names and numbers change.</summary>
/// <param name="vms">All VMs.</param>
internal sealed class DomainDirectory(VmInventory vms)
{
    private readonly DomainNumbers _numbers = new();

    /// <summary>All VMs, in the order of their names.</summary>
    public IReadOnlyList<Vm> All() => vms.List();

    /// <summary>The handle of a VM.</summary>
    public Domain Handle(Vm vm) => new(vm.Name, vm.Id, _numbers.Of(vm));

    /// <summary>The handle of a VM that is known by its id only, or is gone already.</summary>
    public Domain Handle(Guid id, string name) => vms.Find(id) is { } vm ? Handle(vm) with { Name = name } : new Domain(name, id, DomainNumbers.None);

    /// <summary>The number of a VM's run; -1 when it does not run.</summary>
    public int NumberOf(Vm vm) => _numbers.Of(vm);

    /// <summary>The VM of a handle.</summary>
    public Vm Get(Domain handle) =>
        vms.Find(handle.Uuid) ?? throw NotFound($"no domain with matching uuid '{handle.Uuid}' ({handle.Name})");

    /// <summary>The VM with this UUID; null when there is none.</summary>
    public Vm? Find(Guid uuid) => vms.Find(uuid);

    /// <summary>The VM of a handle; null when it is gone.</summary>
    public Vm? Find(Domain handle) => vms.Find(handle.Uuid);

    /// <summary>The VM of a handle, which must be running or at least be held in memory.</summary>
    public Vm GetActive(Domain handle) => Get(handle) is { Status.IsLive: true } vm ? vm : throw Invalid("domain is not running");

    /// <summary>The VM with this UUID.</summary>
    public Vm ByUuid(Guid uuid) => vms.Find(uuid) ?? throw NotFound($"no domain with matching uuid '{uuid}'");

    /// <summary>The VM with this name.</summary>
    public Vm ByName(string name) =>
        vms.Find(name) is { } vm && vm.Name == name ? vm : throw NotFound($"no domain with matching name '{name}'");

    /// <summary>The running VM with this number.</summary>
    public Vm ByNumber(int number)
    {
        // A VM has its number from the moment that somebody asks, so ask for all that run.
        var owner = _numbers.OwnerOf(number) ?? All().FirstOrDefault(vm => _numbers.Of(vm) == number)?.Id;
        return owner is { } id && vms.Find(id) is { } found && number > 0 && _numbers.Of(found) == number
            ? found
            : throw NotFound($"no domain with matching id {number}");
    }

    /// <summary>The failure of what makes no sense now.</summary>
    public static LibvirtException Invalid(string detail) => new(ErrorNumber.OperationInvalid, ErrorOrigin.Qemu, detail);

    private static LibvirtException NotFound(string detail) => new(ErrorNumber.NoDomain, ErrorOrigin.Qemu, detail);
}
