using Lodge.Api.Contracts;
using Lodge.Api.Contracts.Networks;
using Lodge.Bench.Lab;
using Lodge.Bench.Report;
using Lodge.Client;
using Lodge.Model.Networks;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Bench.Scenarios;

/// <summary>
/// What a card on a network of the host adds to a start, paused, against a card in QEMU's own network: its tap, its place on
/// the bridge, its rules. The two take turns.
/// </summary>
internal sealed class Cards(Workbench bench)
{
    private const double MoreAtMost = 3; // Milliseconds.
    private const string Network = "lab";

    public async Task<IReadOnlyList<Row>> RunAsync()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            bench.Skip("cards on networks: only root has network namespaces of its own");
            return [];
        }

        await using var daemon = new BenchDaemon(bench, "cards", apart: true);
        await daemon.StartAsync();
        using var client = daemon.Client();
        await client.Networks.CreateAsync(new CreateNetwork { Definition = Lab(), Start = true });
        try
        {
            return [await MeasureAsync(client)];
        }
        finally
        {
            await client.Networks.StopAsync(Network);
        }
    }

    private async Task<Row> MeasureAsync(LodgeClient client)
    {
        await client.CreateVmAsync(new CreateVm { Definition = WithCard("apart", new UserNicSource()) });
        await client.CreateVmAsync(new CreateVm { Definition = WithCard("plugged", new NetworkNicSource(Network)) });
        var (apart, plugged) = (new Samples(), new Samples());
        var runs = bench.Options.Runs(40, 7);
        Workbench.Say($"start with a card on a network: {runs} times");
        for (var i = -2; i < runs; i++)
        {
            var (without, with) = (await StartAsync(client, "apart"), await StartAsync(client, "plugged"));
            if (i >= 0) // The first ones warm everything up.
            {
                apart.Add(without);
                plugged.Add(with);
            }
        }

        return new Row
        {
            Id = "start-card",
            What = "start, paused: with a card on a network of the host",
            Lodge = plugged,
            Peer = new Peer("the same with a card in QEMU's own network", apart),
            Goal = Goal.More(MoreAtMost),
        };
    }

    private static async Task<TimeSpan> StartAsync(LodgeClient client, string vm)
    {
        var took = await Clock.TimeAsync(() => client.StartVmAsync(vm, new StartVm { Paused = true }));
        await client.KillVmAsync(vm);
        return took;
    }

    private static VmDefinition WithCard(string name, NicSource source) => BenchVms.Plain(name) with { Nics = [new NicDefinition(source)] };

    private static NetworkDefinition Lab() => new([new SubnetDefinition
    {
        Address = "10.99.0.1/24",
        Dhcp = new DhcpDefinition { Ranges = [new AddressRange { Start = "10.99.0.10", End = "10.99.0.99" }] },
    }])
    {
        Name = Network,
    };
}
