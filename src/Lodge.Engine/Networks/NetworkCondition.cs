using Lodge.Engine.Vms;
using Lodge.Model.Errors;
using Lodge.Model.Firewall;
using Lodge.Model.Networks;

namespace Lodge.Engine.Networks;

/// <summary>How running networks are: leases, what they lack, what is in their way, and how they are mended.</summary>
internal sealed class NetworkCondition(NetworkCore core, VmInventory vms)
{
    /// <summary>The leases of a network; none while it does not run.</summary>
    public async Task<IReadOnlyList<DhcpLease>> ListLeasesAsync(string network, CancellationToken cancellationToken) =>
        core.Inventory.Get(network).Runtime is { } runtime ? await core.Host.ListLeasesAsync(runtime, cancellationToken) : [];

    /// <summary>What the firewall has dropped of the cards of a VM; nothing is told of one that it does not look after.</summary>
    public async Task<IReadOnlyList<NicDrops>> ListDropsAsync(string vm, CancellationToken cancellationToken)
    {
        var plugs = core.Plugs.OfVm(vms.Get(vm).Id).Where(plug => !plug.IsMacvtap).ToList();
        if (plugs.Count == 0)
        {
            return [];
        }

        var drops = await core.Host.ReadDropsAsync(cancellationToken);
        return [.. plugs.Select(plug => drops.GetValueOrDefault(plug.Interface)).OfType<NicDrops>()];
    }

    public Task<IReadOnlyList<string>> FindObstaclesAsync(string network, CancellationToken cancellationToken) =>
        core.Host.FindObstaclesAsync(NetworkErrors.RuntimeOf(core.Inventory.Get(network), "be looked at"), cancellationToken);

    public async Task<IReadOnlyList<string>> InspectAsync(string network, CancellationToken cancellationToken)
    {
        var found = core.Inventory.Get(network);
        var problems = await core.Host.InspectAsync(NetworkErrors.RuntimeOf(found, "be looked at"), cancellationToken);
        core.News.Note(found.Id, problems);
        return problems;
    }

    /// <summary>Makes everything again that a running network lacks, and plugs the cards of its VMs in again.</summary>
    public async Task<Network> RepairAsync(string network, CancellationToken cancellationToken)
    {
        var found = core.Inventory.Get(network);
        using var held = await core.Gates.EnterAsync(found.Id, "repair", cancellationToken, found.Name);
        var before = core.Inventory.Get(found.Id);
        var runtime = NetworkErrors.RuntimeOf(before, "be repaired");
        var mended = await core.Host.StartAsync(runtime.Definition, CancellationToken.None);
        var after = core.Inventory.Update(before.Id, now => now with { Runtime = mended with { Problems = runtime.Problems } }) ?? before;
        await core.Plugging.ReconnectAsync(after, cancellationToken);
        var left = await core.Host.InspectAsync(mended, cancellationToken);
        core.News.Note(before.Id, left);
        return left.Count == 0
            ? core.Inventory.Get(before.Id)
            : throw new LodgeException(ErrorCode.InvalidState, $"Network '{before.Name}' is still not whole: {string.Join(" ", left)}");
    }

    /// <summary>The plugs of a network, or of all, with the names that VMs have now.</summary>
    public IReadOnlyList<NicPlug> ListPlugs(string? network) =>
        [.. (network is null ? core.Plugs.All() : core.Plugs.Of(core.Inventory.Get(network).Id))
            .Select(plug => vms.Find(plug.VmId) is { } vm ? plug with { VmName = vm.Name } : plug)];
}
