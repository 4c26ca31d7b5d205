using Lodge.Api.Contracts;
using Lodge.Bench.Lab;
using Lodge.Bench.Report;
using Lodge.Bench.Scenarios;
using Lodge.Client;
using Lodge.TestSupport.Daemons;

namespace Lodge.Bench.Libvirt;

/// <summary>
/// The same work by Lodge and by libvirtd, in turns: each through a client that is connected already (Lodge's own
/// within this program, virsh with its own clock).
/// </summary>
internal sealed class BesideLibvirt(Workbench bench)
{
    private const int Listed = 200;
    private const string Name = "beside";

    public async Task<IReadOnlyList<Row>> RunAsync()
    {
        if (LibvirtDaemon.Hindrance() is { } hindrance)
        {
            bench.Skip(hindrance);
            return [];
        }

        try
        {
            await using var libvirt = await LibvirtDaemon.StartAsync(bench);
            await using var daemon = new BenchDaemon(bench, "beside-libvirt");
            await daemon.StartAsync();
            using var client = daemon.Client();
            return [.. await StartAndDestroyAsync(libvirt, client), .. await DefinitionsAsync(libvirt, client)];
        }
        catch (InvalidOperationException unusable)
        {
            bench.Skip($"libvirtd: {unusable.Message}");
            return [];
        }
    }

    private async Task<IReadOnlyList<Row>> StartAndDestroyAsync(LibvirtDaemon libvirt, LodgeClient client)
    {
        var disk = Path.Combine(bench.Folder, "beside.qcow2");
        var made = await Ran.ProgramAsync("qemu-img", ["create", "-q", "-f", "qcow2", disk, "1G"]);
        if (made.ExitCode != 0)
        {
            throw new InvalidOperationException(made.Errors);
        }

        await libvirt.TimesAsync($"define {Write(Name, disk)}");
        await client.CreateVmAsync(new CreateVm { Definition = BenchVms.Usual(Name, disk) });
        var (start, kill, theirStart, theirDestroy) = (new Samples(), new Samples(), new Samples(), new Samples());
        var runs = bench.Options.Runs(15, 3);
        Workbench.Say($"start and destroy beside libvirtd: {runs} times");
        for (var i = -1; i < runs; i++)
        {
            var startTime = await Clock.TimeAsync(() => client.StartVmAsync(Name, new StartVm { Paused = true }));
            var killTime = await Clock.TimeAsync(() => client.KillVmAsync(Name));
            var theirs = await libvirt.TimesAsync($"start {Name} --paused", $"destroy {Name}");
            if (i >= 0) // The first time warms up.
            {
                start.Add(startTime);
                kill.Add(killTime);
                theirStart.Add(theirs[0]);
                theirDestroy.Add(theirs[1]);
            }
        }

        return [Beside("start", "start, paused", start, theirStart), Beside("destroy", "destroy", kill, theirDestroy)];
    }

    private async Task<IReadOnlyList<Row>> DefinitionsAsync(LibvirtDaemon libvirt, LodgeClient client)
    {
        Workbench.Say($"define and list {Listed} beside libvirtd");
        var (define, list) = (new Samples(), new Samples());
        var names = Enumerable.Range(1, Listed - 1).Select(i => $"listed-{i}").ToList();
        foreach (var name in names)
        {
            define.Add(await Clock.TimeAsync(() => client.CreateVmAsync(
                new CreateVm { Definition = BenchVms.Usual(name, $"/var/lib/images/{name}.qcow2") })));
        }

        var theirDefine = await libvirt.TimesAsync([.. names.Select(name => $"define {Write(name, $"/var/lib/images/{name}.qcow2")}")]);
        var runs = bench.Options.Runs(50, 10);
        for (var i = 0; i < runs; i++)
        {
            list.Add(await Clock.TimeAsync(() => client.ListVmsAsync()));
        }

        // Names alone: for more virsh asks once for each VM.
        var theirList = await libvirt.TimesAsync([.. Enumerable.Repeat("list --all --name", runs)]);
        return
        [
            Beside("define", "define", define, new Samples(theirDefine)),
            Beside($"list-{Listed}", $"list {Listed} (libvirt: names only)", list, new Samples(theirList)),
        ];
    }

    private static Row Beside(string id, string what, Samples lodge, Samples theirs) => new()
    {
        Id = $"libvirt-{id}",
        What = $"{what}, beside libvirt",
        Lodge = lodge,
        Peer = new Peer("libvirtd", theirs),
    };

    private string Write(string name, string disk)
    {
        var path = Path.Combine(bench.Folder, $"{name}.xml");
        File.WriteAllText(path, DomainXml.Usual(name, disk));
        return path;
    }
}
