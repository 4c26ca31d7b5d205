using Lodge.Engine.Vms.Agents;
using Lodge.Libvirt.Handlers.Domains.Changes;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Guest;

namespace Lodge.Libvirt.Handlers.Domains.Compute;

/// <summary>The processors that guests use, of those that they have; their agents tell and switch them.</summary>
/// <param name="agents">Guests' agents.</param>
internal sealed class GuestVcpus(VmAgents agents)
{
    /// <summary>All of them.</summary>
    public Task<IReadOnlyList<GuestVcpu>> ReadAsync(Vm vm, CancellationToken cancellation) => agents.GetVcpusAsync(vm.Id.ToString(), cancellation);

    /// <summary>Has the guest use so many: those that it cannot do without, and of the others the first.</summary>
    public async Task CountAsync(Vm vm, uint count, CancellationToken cancellation)
    {
        var all = await ReadAsync(vm, cancellation);
        var must = all.Count(vcpu => vcpu is { Online: true, CanOffline: false });
        if (count == 0 || count > all.Count || count < must)
        {
            throw DomainEditor.Wrong($"the guest has {all.Count} processors and can use {must} at least, not {count}");
        }

        var open = (int)count - must;
        await SendAsync(vm, [.. all.Where(vcpu => vcpu.CanOffline || !vcpu.Online).Select(vcpu => vcpu with { Online = open-- > 0 })], all, cancellation);
    }

    /// <summary>Has the guest use certain ones, or no longer.</summary>
    public async Task SwitchAsync(Vm vm, CpuSet vcpus, bool online, CancellationToken cancellation)
    {
        var all = await ReadAsync(vm, cancellation);
        var meant = all.Where(vcpu => vcpus.Contains((int)vcpu.Id)).ToList();
        if (meant.Count != vcpus.Count)
        {
            throw DomainEditor.Wrong($"the guest has not all of the processors {vcpus}");
        }

        if (!online && meant.Find(vcpu => !vcpu.CanOffline) is { } fixedOne)
        {
            throw DomainEditor.Wrong($"vCPU '{fixedOne.Id}' can't be offlined");
        }

        await SendAsync(vm, [.. meant.Select(vcpu => vcpu with { Online = online })], all, cancellation);
    }

    private async Task SendAsync(Vm vm, List<GuestVcpu> wanted, IReadOnlyList<GuestVcpu> present, CancellationToken cancellation)
    {
        var changed = wanted.Except(present).ToList();
        if (changed.Count > 0)
        {
            await agents.SetVcpusAsync(vm.Id.ToString(), changed, cancellation);
        }
    }
}
