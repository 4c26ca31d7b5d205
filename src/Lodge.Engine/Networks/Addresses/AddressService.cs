using System.Net;
using Lodge.Engine.Vms;
using Lodge.Model.Errors;
using Lodge.Model.Networks;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Guest;

namespace Lodge.Engine.Networks.Addresses;

/// <summary>The IP addresses of VMs, from whoever knows them.</summary>
public sealed class AddressService
{
    private static readonly TimeSpan AgentPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ListPatience = TimeSpan.FromMilliseconds(500);

    private readonly NetworkCore _core;
    private readonly VmInventory _vms;
    private readonly LiveVms _live;

    internal AddressService(NetworkCore core, VmInventory vms, LiveVms live) => (_core, _vms, _live) = (core, vms, live);

    /// <summary>The addresses of a VM's cards, one entry a card.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="source">Who is asked; null for everybody, each address then told once, by the first who knows it.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="LodgeException">There is no such VM. One that does not run has cards without addresses.</exception>
    public async Task<IReadOnlyList<NicAddresses>> ListAsync(string vm, AddressSource? source, CancellationToken cancellationToken)
    {
        var present = _vms.Get(vm);
        var known = new KnownAddresses();
        if (present.Runtime is not null)
        {
            await GatherAsync([present], known, source, AgentPatience, static (_, _) => false, cancellationToken);
        }

        return CardsOf(present, known);
    }

    /// <summary>The addresses of all VMs that run, for lists: one entry a VM that has any. Who answers slowly is left out.</summary>
    public async Task<IReadOnlyDictionary<Guid, IReadOnlyList<NicAddresses>>> ListAllAsync(CancellationToken cancellationToken)
    {
        var running = _vms.List().Where(vm => vm.Runtime is { Definition.Nics.Count: > 0 }).ToList();
        var known = new KnownAddresses();
        await GatherAsync(running, known, null, ListPatience, HasLeases, cancellationToken);
        return running.Select(vm => (vm.Id, Cards: CardsOf(vm, known)))
            .Where(entry => entry.Cards.Any(card => card.Addresses.Count > 0))
            .ToDictionary(entry => entry.Id, entry => (IReadOnlyList<NicAddresses>)entry.Cards);
    }

    // A guest that has a lease on every card is not asked for more.
    private static bool HasLeases(Vm vm, KnownAddresses known) => vm.CurrentDefinition.Nics.All(nic => nic.Mac is { } mac && known.Of(mac).Count > 0);

    private async Task GatherAsync(
        IReadOnlyList<Vm> vms, KnownAddresses known, AddressSource? source, TimeSpan patience, Func<Vm, KnownAddresses, bool> isEnough,
        CancellationToken cancellationToken)
    {
        if (source is null or AddressSource.Lease)
        {
            await GatherLeasesAsync(known, cancellationToken);
        }

        if (source is null or AddressSource.Agent)
        {
            await Task.WhenAll(vms.Where(vm => !isEnough(vm, known)).Select(vm => AskAgentAsync(vm, known, patience, cancellationToken)));
        }

        if (source is null or AddressSource.Arp && _core.Host.WhyNot is null)
        {
            foreach (var (mac, addresses) in _core.Host.ListNeighbours())
            {
                known.Add(mac, addresses.Select(address => new NicAddress(address.ToString(), null, AddressSource.Arp)));
            }
        }
    }

    // A card that was moved to another network leaves a lease behind.
    private async Task GatherLeasesAsync(KnownAddresses known, CancellationToken cancellationToken)
    {
        var places = _core.Plugs.All().ToLookup(plug => plug.Mac, plug => plug.Network, StringComparer.OrdinalIgnoreCase);
        foreach (var runtime in _core.Inventory.List().Select(network => network.Runtime).OfType<NetworkRuntime>())
        {
            foreach (var lease in await _core.Host.ListLeasesAsync(runtime, cancellationToken))
            {
                if (!places.Contains(lease.Mac) || places[lease.Mac].Any(network => network is null || network == lease.Network))
                {
                    known.Add(lease.Mac, [new NicAddress(lease.Address, lease.Prefix, AddressSource.Lease)]);
                }
            }
        }
    }

    // An agent that is not there, or slow, is no failure of who asks for addresses.
    private async Task AskAgentAsync(Vm vm, KnownAddresses known, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (_live.Find(vm.Id)?.Process.Agent is not { IsKnownThere: true } agent)
        {
            return;
        }

        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(patience);
        try
        {
            foreach (var face in await agent.GetInterfacesAsync(limited.Token))
            {
                known.Add(face.Mac, face.Addresses.Where(IsOutside).Select(address => new NicAddress(address.Address, address.Prefix, AddressSource.Agent)));
            }
        }
        catch (Exception silent) when (silent is LodgeException || (silent is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return;
        }
    }

    private NicAddresses[] CardsOf(Vm vm, KnownAddresses known) =>
        [.. vm.CurrentDefinition.Nics.Where(nic => nic.Mac is not null && nic.Alias is not null).Select(nic => new NicAddresses(
            nic.Alias!, nic.Mac!, _core.Plugs.Find(vm.Id, nic.Alias!)?.Interface, (nic.Source as NetworkNicSource)?.Network, known.Of(nic.Mac!)))];

    private static bool IsOutside(GuestAddress address) => !(IPAddress.TryParse(address.Address, out var parsed) && IPAddress.IsLoopback(parsed));
}
