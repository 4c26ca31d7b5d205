using Lodge.Api.Contracts;
using Lodge.Client;
using Lodge.Model.Vms.Devices;
using Lodge.System.Tests.Support;
using Lodge.TestSupport.Daemons;
using Lodge.TestSupport.Guests;
using Lodge.TestSupport.Networks;

namespace Lodge.System.Tests.Networks;

/// <summary>
/// A daemon on a host of its own, with an internet outside, the NAT network <c>lab</c>, and on it the guests <c>web</c> and
/// <c>db</c>: for all tests of a class.
/// </summary>
public sealed class NetworkFixture : IAsyncLifetime
{
    private NetworkedHost? _host;
    private LodgedProcess? _daemon;
    private LodgeClient? _client;

    /// <summary>The host and what is outside.</summary>
    internal NetworkedHost Host => _host ?? throw NotThere();

    /// <summary>The daemon; it runs.</summary>
    internal LodgedProcess Daemon => _daemon ?? throw NotThere();

    /// <summary>A client of it.</summary>
    internal LodgeClient Client => _client ?? throw NotThere();

    /// <summary>The guest <c>web</c>.</summary>
    internal AgentShell Web => new(Client, "web");

    /// <summary>The guest <c>db</c>.</summary>
    internal AgentShell Db => new(Client, "db");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (PrivateNetwork.WhyNot is not null)
        {
            return;
        }

        _host = NetworkedHost.Create();
        _daemon = await LodgedProcess.StartAsync(_host.Start);
        _client = _daemon.Client();
        await DoneAsync("network", "create", "lab", "--subnet", "10.7.0.1/24", "--subnet", "fd00:7::1/64", "--domain", "lab.example.org");
        await Task.WhenAll(BootAsync("web"), BootAsync("db"));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_daemon is { } daemon)
        {
            await LeftNetworks.DeleteAsync(daemon);
            await daemon.DisposeAsync();
        }

        _host?.Dispose();
    }

    /// <summary>Runs a command line of <c>lodge</c>, which must end well.</summary>
    /// <returns>What it printed.</returns>
    internal async Task<string> DoneAsync(params string[] arguments)
    {
        var ran = await Daemon.LodgeAsync(arguments);
        Assert.True(ran.ExitCode == 0, $"lodge {string.Join(' ', arguments)}: {ran.ExitCode}\n{ran.Output}{ran.Errors}\n{_daemon?.Log}");
        return ran.Output + ran.Errors;
    }

    private async Task BootAsync(string name)
    {
        var image = await TinyGuest.GetAsync();
        var definition = image.Vm(name, $"lodge.hostname={name}") with { Nics = [new NicDefinition(new NetworkNicSource("lab"))] };
        await Client.CreateVmAsync(new CreateVm { Definition = definition, Start = true });
        await AgentShell.BootedAsync(Client, name);
        await Soon.HoldsAsync(async () => (await AddressesAsync(name)).Count > 0, $"{name} has a lease", TinyGuest.BootLimit);
    }

    /// <summary>The addresses that somebody knows of a VM's cards, without their prefixes.</summary>
    internal async Task<IReadOnlyList<string>> AddressesAsync(string vm) =>
        [.. (await Client.Networks.ListAddressesAsync(vm)).SelectMany(card => card.Addresses).Select(address => address.Address)];

    private static InvalidOperationException NotThere() => new(PrivateNetwork.WhyNot ?? "The fixture was not started.");
}
