using Lodge.Engine;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Model.Errors;
using Lodge.Model.Networks;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Guest;

namespace Lodge.Libvirt.Handlers.Agents;

/// <summary>What guests tell of themselves: name, addresses, and the rest by typed parameters.</summary>
/// <param name="engine">The engine.</param>
/// <param name="domains">All domains.</param>
/// <param name="agents">The agents of guests.</param>
internal sealed class AgentFactHandlers(LodgeEngine engine, DomainDirectory domains, AgentCalls agents)
{
    private const uint HostNameByLease = 1;
    private const uint HostNameByAgent = 2;

    // virDomainInterfaceAddressesSource.
    private const uint ByLease = 0;
    private const uint ByAgent = 1;
    private const uint ByNeighbours = 2;

    /// <summary>The guest's name, as its agent tells it, or as it told the network's DHCP server.</summary>
    [Procedure(RemoteProcedure.DomainGetHostname)]
    public async ValueTask<DomainGetHostnameRet> GetHostNameAsync(Session session, DomainGetHostnameArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, HostNameByLease | HostNameByAgent, "virDomainGetHostname");
        var vm = domains.GetActive(args.Dom);
        return args.Flags switch
        {
            HostNameByLease => new(await LeasedNameAsync(vm, cancellation)
                ?? throw new LibvirtException(ErrorNumber.NoHostname, ErrorOrigin.Qemu, $"no hostname found for domain {vm.Name}")),
            HostNameByLease | HostNameByAgent => throw new LibvirtException(
                ErrorNumber.InvalidArg, ErrorOrigin.Qemu, "the name can be taken from the agent or from a lease, not from both"),
            _ => new(await agents.AskAsync(args.Dom, id => engine.Agents.GetHostNameAsync(id, cancellation))),
        };
    }

    /// <summary>The guest's addresses, from the leases of networks, from its agent, or from what the host has heard.</summary>
    [Procedure(RemoteProcedure.DomainInterfaceAddresses)]
    public async ValueTask<DomainInterfaceAddressesRet> GetAddressesAsync(
        Session session, DomainInterfaceAddressesArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virDomainInterfaceAddresses");
        var running = domains.GetActive(args.Dom);
        return args.Source switch
        {
            ByLease => new(await KnownAsync(running, AddressSource.Lease, cancellation)),
            ByNeighbours => new(await KnownAsync(running, AddressSource.Arp, cancellation)),
            ByAgent => new([.. (await agents.AskAsync(args.Dom, vm => engine.Agents.GetInterfacesAsync(vm, cancellation))).Select(Interface)]),
            _ => throw new LibvirtException(ErrorNumber.ArgumentUnsupported, ErrorOrigin.Qemu, $"there is no source of addresses with number {args.Source}"),
        };
    }

    /// <summary>Everything that is asked for; with no types what the agent knows, whatever it does not.</summary>
    [Procedure(RemoteProcedure.DomainGetGuestInfo)]
    public async ValueTask<DomainGetGuestInfoRet> GetAsync(Session session, DomainGetGuestInfoArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virDomainGetGuestInfo");
        CallFlags.Check(args.Types, (uint)GuestFacts.All, "virDomainGetGuestInfo (types)");
        var vm = agents.Check(args.Dom);
        var wanted = args.Types == 0 ? GuestFacts.All : (GuestFacts)args.Types;
        var words = new GuestInfoWords(vm);
        var engineAgents = engine.Agents;

        await AddAsync(GuestFacts.Users, id => engineAgents.GetUsersAsync(id, cancellation), words.Users);
        await AddAsync(GuestFacts.Os | GuestFacts.TimeZone, id => engineAgents.GetOsAsync(id, cancellation), os => words.Os(os, wanted));
        await AddAsync(GuestFacts.HostName, id => engineAgents.GetHostNameAsync(id, cancellation), words.HostName);
        await AddAsync(GuestFacts.FileSystems, id => engineAgents.GetFileSystemsAsync(id, cancellation), words.FileSystems);
        await AddAsync(GuestFacts.Disks, id => engineAgents.GetDisksAsync(id, cancellation), words.Disks);
        await AddAsync(GuestFacts.Interfaces, id => engineAgents.GetInterfacesAsync(id, cancellation), words.Interfaces);
        return new(words.ToArray());

        async ValueTask AddAsync<T>(GuestFacts facts, Func<string, Task<T>> ask, Action<T> add)
        {
            if ((wanted & facts) == 0)
            {
                return;
            }

            try
            {
                add(await agents.AskAsync(args.Dom, ask));
            }
            catch (LodgeException refused) when (args.Types == 0 && refused.Error.Code == ErrorCode.AgentFailed)
            {
                return; // An agent that lacks a command still tells the rest.
            }
        }
    }

    private async Task<string?> LeasedNameAsync(Vm vm, CancellationToken cancellation)
    {
        var plugs = vm.Runtime?.Plugs.OrEmpty() ?? [];
        foreach (var network in plugs.Select(plug => plug.Network).OfType<Guid>().Distinct())
        {
            var leases = await engine.Networks.ListLeasesAsync(network.ToString(), cancellation);
            if (leases.FirstOrDefault(lease => lease.Name is not null && plugs.Any(plug => string.Equals(plug.Mac, lease.Mac, StringComparison.OrdinalIgnoreCase))) is { } lease)
            {
                return lease.Name;
            }
        }

        return null;
    }

    private async Task<DomainInterface[]> KnownAsync(Vm vm, AddressSource source, CancellationToken cancellation) =>
    [
        .. (await engine.Addresses.ListAsync(vm.Id.ToString(), source, cancellation)).Where(card => card.Addresses.Count > 0).Select(card => new DomainInterface(
            card.Interface ?? card.Alias,
            card.Mac,
            [.. card.Addresses.Select(address => new DomainIpAddr(address.Address.Contains(':', StringComparison.Ordinal) ? 1 : 0, address.Address, (uint)(address.Prefix ?? 0)))])),
    ];

    private static DomainInterface Interface(GuestInterface card) => new(
        card.Name,
        card.Mac ?? "00:00:00:00:00:00",
        [.. card.Addresses.Select(address => new DomainIpAddr(GuestInfoWords.IsVersion6(address) ? 1 : 0, address.Address, (uint)address.Prefix))]);
}
