using Lodge.Engine;
using Lodge.Libvirt.Handlers.Agents;
using Lodge.Libvirt.Handlers.Domains.Changes;
using Lodge.Libvirt.Protocol;
using Lodge.Model.Primitives;
using Lodge.Model.Vms.Guest;

namespace Lodge.Libvirt.Handlers.Domains.Compute;

/// <summary>The processors that guests use, of those that they have; their agents tell and switch them.</summary>
/// <param name="engine">The engine.</param>
/// <param name="agents">Asks agents.</param>
internal sealed class GuestVcpus(LodgeEngine engine, AgentCalls agents)
{
    /// <summary>All of them.</summary>
    public ValueTask<IReadOnlyList<GuestVcpu>> ReadAsync(Domain vm, CancellationToken cancellation) =>
        agents.AskAsync(vm, id => engine.Agents.GetVcpusAsync(id, cancellation));

    /// <summary>Has the guest use so many: those that it cannot do without, and of the others the first.</summary>
    public async Task CountAsync(Domain vm, uint count, CancellationToken cancellation)
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
    public async Task SwitchAsync(Domain vm, CpuSet vcpus, bool online, CancellationToken cancellation)
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

    private async Task SendAsync(Domain vm, List<GuestVcpu> wanted, IReadOnlyList<GuestVcpu> present, CancellationToken cancellation)
    {
        var changed = wanted.Except(present).ToList();
        if (changed.Count > 0)
        {
            await agents.TellAsync(vm, id => engine.Agents.SetVcpusAsync(id, changed, cancellation));
        }
    }
}
