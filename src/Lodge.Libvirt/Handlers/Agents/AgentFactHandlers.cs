using Lodge.Engine;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Model.Errors;
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

    /// <summary>The guest's name. No network of Lodge hands out leases yet.</summary>
    [Procedure(RemoteProcedure.DomainGetHostname)]
    public async ValueTask<DomainGetHostnameRet> GetHostNameAsync(Session session, DomainGetHostnameArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, HostNameByLease | HostNameByAgent, "virDomainGetHostname");
        var vm = domains.GetActive(args.Dom);
        return args.Flags switch
        {
            HostNameByLease => throw new LibvirtException(ErrorNumber.NoHostname, ErrorOrigin.Qemu, $"no hostname found for domain {vm.Name}"),
            HostNameByLease | HostNameByAgent => throw new LibvirtException(
                ErrorNumber.InvalidArg, ErrorOrigin.Qemu, "the name can be taken from the agent or from a lease, not from both"),
            _ => new(await agents.AskAsync(args.Dom, id => engine.Agents.GetHostNameAsync(id, cancellation))),
        };
    }

    /// <summary>The guest's addresses; none for the ways that wait for Lodge's networks.</summary>
    [Procedure(RemoteProcedure.DomainInterfaceAddresses)]
    public async ValueTask<DomainInterfaceAddressesRet> GetAddressesAsync(
        Session session, DomainInterfaceAddressesArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virDomainInterfaceAddresses");
        domains.GetActive(args.Dom);
        return args.Source switch
        {
            ByLease or ByNeighbours => new([]),
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

    private static DomainInterface Interface(GuestInterface card) => new(
        card.Name,
        card.Mac ?? "00:00:00:00:00:00",
        [.. card.Addresses.Select(address => new DomainIpAddr(GuestInfoWords.IsVersion6(address) ? 1 : 0, address.Address, (uint)address.Prefix))]);
}
