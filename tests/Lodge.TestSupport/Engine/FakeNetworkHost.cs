using System.Globalization;
using System.Net;
using System.Threading.Channels;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Firewall;
using Lodge.Model.Networks;
using Lodge.Model.Networks.Validation;
using Lodge.Model.Vms.Devices;

namespace Lodge.TestSupport.Engine;

/// <summary>One daemon's grip on the networks of a <see cref="FakeWorld"/>.</summary>
internal sealed class FakeNetworkHost(FakeNetworks world, Fate fate) : INetworkHost
{
    public ChannelReader<NetworkHappening> Happenings => world.Happenings.Reader;

    public string? WhyNot => world.WhyNot;

    public async Task<NetworkDefinition> CompleteAsync(
        NetworkDefinition network, IReadOnlyList<NetworkDefinition> others, bool flexible, CancellationToken cancellationToken)
    {
        await Task.Yield();
        Fail("complete", network.Name);
        if (network.Mode is NetworkMode.Bridge or NetworkMode.Macvtap)
        {
            return network;
        }

        var bridge = network.Bridge ?? new BridgeDefinition();
        var taken = others.Select(other => other.Bridge?.Name).Concat(world.Bridges.Where(known => known.Value != network.Id).Select(known => known.Key)).ToHashSet();
        if (bridge.Name is { } name && taken.Contains(name))
        {
            throw new LodgeException(ErrorCode.InvalidState, $"The host has an interface '{name}' already.");
        }

        return network with
        {
            Bridge = bridge with
            {
                Name = bridge.Name ?? Enumerable.Range(0, 1000).Select(number => $"lodge{number}").First(free => !taken.Contains(free)),
                Mac = bridge.Mac ?? "52:54:00:00:00:01",
            },
            Subnets = [.. network.Subnets.Select(subnet => Place(subnet, others, flexible))],
        };
    }

    public async Task<NetworkRuntime> StartAsync(NetworkDefinition network, CancellationToken cancellationToken)
    {
        await Task.Yield();
        Fail("start", network.Name);
        var runtime = new NetworkRuntime { Definition = network, StartedAt = DateTimeOffset.UnixEpoch, Bridge = network.Bridge?.Name };
        fate.Touch();
        world.RunFolder[network.Id] = runtime;
        fate.Touch();
        if (network.Mode is not (NetworkMode.Bridge or NetworkMode.Macvtap))
        {
            world.Bridges[runtime.Bridge!] = network.Id;
        }

        fate.Touch();
        world.Calls.Enqueue($"start {network.Name}");
        return runtime;
    }

    public async Task<NetworkRuntime> ChangeAsync(NetworkRuntime running, NetworkDefinition wanted, CancellationToken cancellationToken)
    {
        await Task.Yield();
        Fail("change", wanted.Name);
        if (running.Definition.Mode != wanted.Mode)
        {
            throw new LodgeException(ErrorCode.Unsupported, "mode cannot be changed while the network runs.");
        }

        fate.Touch();
        var after = running with { Definition = wanted };
        world.RunFolder[wanted.Id] = after;
        fate.Touch();
        world.Calls.Enqueue($"change {wanted.Name}");
        return after;
    }

    public async Task StopAsync(NetworkRuntime running, CancellationToken cancellationToken)
    {
        await Task.Yield();
        Fail("stop", running.Definition.Name);
        fate.Touch();
        if (running.Bridge is { } bridge)
        {
            world.Bridges.TryRemove(bridge, out _);
        }

        fate.Touch();
        world.RunFolder.TryRemove(running.Definition.Id, out _);
        fate.Touch();
        world.Calls.Enqueue($"stop {running.Definition.Name}");
    }

    public Task ForgetAsync(Guid network, CancellationToken cancellationToken)
    {
        world.Leases.TryRemove(network, out _);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<string>> InspectAsync(NetworkRuntime running, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>(running.Bridge is { } bridge && running.Definition.Mode != NetworkMode.Bridge && !world.Bridges.ContainsKey(bridge)
            ? [$"Its bridge {bridge} is gone."]
            : []);

    public IReadOnlyList<NetworkRuntime> ReadRunning() => [.. world.RunFolder.Values];

    public async Task SetRulesAsync(FirewallRules rules, CancellationToken cancellationToken)
    {
        await Task.Yield();
        Fail("rules", "");
        fate.Touch();
        world.Rules = rules.Groups;
        world.FilterRules = rules.Filters ?? [];
        fate.Touch();
    }

    public async Task CheckAsync(PlugRequest request, CancellationToken cancellationToken)
    {
        await Task.Yield();
        Fail("check", request.Nic.Alias!);
    }

    public async Task<NicPlug> PlugAsync(PlugRequest request, CancellationToken cancellationToken)
    {
        await Task.Yield();
        Fail("plug", request.Nic.Alias!);
        fate.Touch();
        var plug = PlugOf(request, world.NextInterface());
        world.Interfaces[plug.Interface] = plug;
        world.Served[plug.Interface] = request;
        fate.Touch();
        world.Calls.Enqueue($"plug {request.VmName} {request.Nic.Alias}");
        return plug;
    }

    public Task<NicPlug> ChangePlugAsync(NicPlug plug, PlugRequest wanted, CancellationToken cancellationToken) => ReplaceAsync("change plug", plug, wanted);

    public Task<NicPlug> AdoptAsync(NicPlug plug, PlugRequest request, CancellationToken cancellationToken) => ReplaceAsync("adopt", plug, request);

    public async Task UnplugAsync(NicPlug plug, CancellationToken cancellationToken)
    {
        await Task.Yield();
        Fail("unplug", plug.Alias);
        fate.Touch();
        world.Interfaces.TryRemove(plug.Interface, out _);
        world.Served.TryRemove(plug.Interface, out _);
        fate.Touch();
        world.Calls.Enqueue($"unplug {plug.VmName} {plug.Alias}");
    }

    public IReadOnlyList<NicPlug> ListPlugs() => [.. world.Interfaces.Values];

    public Task<IReadOnlyList<DhcpLease>> ListLeasesAsync(NetworkRuntime running, CancellationToken cancellationToken) =>
        Task.FromResult(world.Leases.GetValueOrDefault(running.Definition.Id) ?? []);

    public Task<IReadOnlyDictionary<string, NicDrops>> ReadDropsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, NicDrops>>(world.Interfaces.Values.ToDictionary(
            plug => plug.Interface, plug => new NicDrops(plug.Alias, plug.Interface, world.Forged.GetValueOrDefault(plug.Mac), 0)));

    public IReadOnlyDictionary<string, IReadOnlyList<IPAddress>> ListNeighbours() => world.Neighbours;

    public Task<IReadOnlyList<string>> FindObstaclesAsync(NetworkRuntime running, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([.. world.Obstacles]);

    private async Task<NicPlug> ReplaceAsync(string call, NicPlug plug, PlugRequest wanted)
    {
        await Task.Yield();
        Fail(call, wanted.Nic.Alias!);
        fate.Touch();
        var changed = PlugOf(wanted, plug.Interface) with { PortId = plug.PortId };
        world.Interfaces[plug.Interface] = changed;
        world.Served[plug.Interface] = wanted;
        fate.Touch();
        world.Calls.Enqueue($"{call} {wanted.VmName} {wanted.Nic.Alias}");
        return changed;
    }

    private void Fail(string call, string about)
    {
        if (world.Fails?.Invoke($"{call} {about}") is { } failure)
        {
            throw failure;
        }
    }

    private static NicPlug PlugOf(PlugRequest request, string name) => new()
    {
        VmId = request.VmId,
        VmName = request.VmName,
        Alias = request.Nic.Alias!,
        Mac = request.Nic.Mac!,
        Interface = name,
        IsMacvtap = request.Nic.Source is MacvtapNicSource,
        Network = request.Network?.Definition.Id,
        Bridge = request.Network?.Bridge ?? (request.Nic.Source as BridgeNicSource)?.Bridge,
        PortId = Guid.NewGuid(),
    };

    // Like a host: what is in use is refused, or gone around where that is allowed.
    private SubnetDefinition Place(SubnetDefinition subnet, IReadOnlyList<NetworkDefinition> others, bool flexible)
    {
        var used = world.UsedSubnets.Concat(others.SelectMany(other => other.Subnets).Select(other => other.Address)).ToList();
        if (!used.Exists(other => Subnets.Overlap(other, subnet.Address)))
        {
            return subnet;
        }

        if (!flexible)
        {
            throw new LodgeException(ErrorCode.InvalidState, $"The host uses addresses of {subnet.Address} already.");
        }

        var free = Enumerable.Range(123, 100).First(number => !used.Exists(other => Subnets.Overlap(other, $"192.168.{number}.0/24")));
        string Moved(string address) => address.Replace("192.168.122.", string.Create(CultureInfo.InvariantCulture, $"192.168.{free}."), StringComparison.Ordinal);
        return subnet with
        {
            Address = Moved(subnet.Address),
            Dhcp = subnet.Dhcp! with { Ranges = [.. subnet.Dhcp.Ranges!.Select(range => range with { Start = Moved(range.Start), End = Moved(range.End) })] },
        };
    }
}
