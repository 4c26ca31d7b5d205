using System.Net;
using System.Threading.Channels;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Firewall;
using Lodge.Model.Networks;

namespace Lodge.Daemon.Hosting;

/// <summary>A host without networks: it has none, and says why when it is asked for one.</summary>
/// <param name="why">One sentence.</param>
internal sealed class NoNetworkHost(string why) : INetworkHost
{
    public ChannelReader<NetworkHappening> Happenings { get; } = Channel.CreateUnbounded<NetworkHappening>().Reader;

    public string? WhyNot => why;

    public Task<NetworkDefinition> CompleteAsync(
        NetworkDefinition network, IReadOnlyList<NetworkDefinition> others, bool flexible, CancellationToken cancellationToken) => throw Refusal();

    public Task<NetworkRuntime> StartAsync(NetworkDefinition network, CancellationToken cancellationToken) => throw Refusal();

    public Task<NetworkRuntime> ChangeAsync(NetworkRuntime running, NetworkDefinition wanted, CancellationToken cancellationToken) => throw Refusal();

    public Task StopAsync(NetworkRuntime running, CancellationToken cancellationToken) => throw Refusal();

    public Task ForgetAsync(Guid network, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<string>> InspectAsync(NetworkRuntime running, CancellationToken cancellationToken) => throw Refusal();

    public IReadOnlyList<NetworkRuntime> ReadRunning() => [];

    public Task SetRulesAsync(FirewallRules rules, CancellationToken cancellationToken) => throw Refusal();

    public Task CheckAsync(PlugRequest request, CancellationToken cancellationToken) => throw Refusal();

    public Task<NicPlug> PlugAsync(PlugRequest request, CancellationToken cancellationToken) => throw Refusal();

    public Task<NicPlug> ChangePlugAsync(NicPlug plug, PlugRequest wanted, CancellationToken cancellationToken) => throw Refusal();

    public Task<NicPlug> AdoptAsync(NicPlug plug, PlugRequest request, CancellationToken cancellationToken) => throw Refusal();

    public Task UnplugAsync(NicPlug plug, CancellationToken cancellationToken) => throw Refusal();

    public IReadOnlyList<NicPlug> ListPlugs() => [];

    public Task<IReadOnlyList<DhcpLease>> ListLeasesAsync(NetworkRuntime running, CancellationToken cancellationToken) => throw Refusal();

    public Task<IReadOnlyDictionary<string, NicDrops>> ReadDropsAsync(CancellationToken cancellationToken) => throw Refusal();

    public IReadOnlyDictionary<string, IReadOnlyList<IPAddress>> ListNeighbours() => new Dictionary<string, IReadOnlyList<IPAddress>>();

    public Task<IReadOnlyList<string>> FindObstaclesAsync(NetworkRuntime running, CancellationToken cancellationToken) => throw Refusal();

    private LodgeException Refusal() => new(ErrorCode.Unsupported, $"This host cannot have networks: {why}");
}
