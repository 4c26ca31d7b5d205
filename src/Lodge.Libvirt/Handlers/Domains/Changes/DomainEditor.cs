using Lodge.Engine;
using Lodge.Engine.Vms.Changes;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Protocol;
using Lodge.Model.Vms;

namespace Lodge.Libvirt.Handlers.Domains.Changes;

/// <summary>Small changes of domains, as their calls and flags ask for them.</summary>
/// <param name="engine">The engine.</param>
/// <param name="domains">All domains.</param>
internal sealed class DomainEditor(LodgeEngine engine, DomainDirectory domains)
{
    /// <summary>All domains.</summary>
    public DomainDirectory Domains => domains;

    /// <summary>What a question is about.</summary>
    public VmDefinition Read(Domain handle, uint flags) => ChangeSides.Read(domains.Get(handle), flags);

    /// <summary>Changes the sides that the flags name.</summary>
    /// <param name="handle">The domain.</param>
    /// <param name="flags">Flags of the call; others than those of <see cref="ChangeSides"/> do not matter here.</param>
    /// <param name="edit">Makes the change to one side.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async ValueTask EditAsync(Domain handle, uint flags, Func<VmDefinition, VmDefinition> edit, CancellationToken cancellation)
    {
        var vm = domains.Get(handle);
        await engine.Changes.EditAsync(vm.Id.ToString(), edit, new ChangeRequest { Scope = ChangeSides.Scope(vm, flags) }, cancellation);
    }

    /// <summary>The failure of an argument that cannot be.</summary>
    public static LibvirtException Wrong(string detail) => new(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, detail);
}
