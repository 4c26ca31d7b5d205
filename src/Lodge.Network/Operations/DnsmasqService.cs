using System.Text;
using Lodge.Engine.Ports;
using Lodge.Linux;
using Lodge.Linux.Processes;
using Lodge.Model.Errors;
using Lodge.Model.Networks;
using Lodge.Network.Dnsmasq;
using Lodge.Network.Leases;
using Lodge.Network.Planning;
using Lodge.Network.Planning.Dnsmasq;
using Lodge.Network.Records;

namespace Lodge.Network.Operations;

/// <summary>Sees that each network has its dnsmasq, and that what it is told is what the network's definition says.</summary>
internal sealed class DnsmasqService(NetworkTools tools)
{
    /// <summary>Sees that a network's dnsmasq runs with what it is to be told: a running one is kept, if it was told the same.</summary>
    /// <returns>What keeps it; null when nothing is served.</returns>
    /// <exception cref="LodgeException">It does not start.</exception>
    public async Task<DnsmasqKeeper?> EnsureAsync(
        RunningNetwork? before, NetworkDefinition definition, NetworkPlan plan, bool onNewBridge, UndoStack undo, CancellationToken cancellationToken)
    {
        var running = before?.Dnsmasq?.Process ?? Remembered(before);
        if (plan.Dnsmasq is not { } wanted)
        {
            if (before?.Dnsmasq is { } useless)
            {
                await useless.StopAsync();
            }

            tools.Leases.Forget(plan.Id);
            return null;
        }

        tools.Folders.Make(plan.Id);
        var keeper = before?.Dnsmasq ?? new DnsmasqKeeper(tools.Starter, plan.Name, news => OnNewsAsync(plan.Id, news));
        // One that listens to a bridge that is gone would not hear the new one of that name.
        if (running is not null && !onNewBridge && WasTold(wanted))
        {
            Adopt(keeper, before, wanted, running);
            return keeper;
        }

        await EndAsync(before, running, wanted);
        DnsmasqStarter.Write(wanted);
        Prune(definition, wanted);
        WriteNames(definition, wanted);
        undo.Push(keeper.StopAsync);
        await keeper.StartAsync(wanted, cancellationToken);
        tools.Leases.Follow(plan.Id, HostSubnet.All(definition));
        return keeper;
    }

    /// <summary>Writes names and reservations anew, and has them read.</summary>
    public void Refresh(RunningNetwork network)
    {
        if (network is { Plan.Dnsmasq: { } plan, Dnsmasq: { } keeper })
        {
            WriteNames(network.Runtime.Definition, plan);
            keeper.Reload(plan);
        }
    }

    /// <summary>Ends the dnsmasq of a network, also one that nobody has looked after yet.</summary>
    public async Task StopAsync(RunningNetwork network)
    {
        tools.Leases.Forget(network.Plan.Id);
        if (network.Dnsmasq is { } keeper)
        {
            await keeper.StopAsync();
        }
        else if (Remembered(network) is { } process)
        {
            await DnsmasqStarter.EndAsync(process);
        }
    }

    private void Adopt(DnsmasqKeeper keeper, RunningNetwork? before, DnsmasqPlan wanted, ProcessHandle running)
    {
        WriteNames(before!.Runtime.Definition, wanted);
        if (keeper.Process is null)
        {
            keeper.Adopt(wanted, running);
            tools.Leases.Follow(before.Plan.Id, HostSubnet.All(before.Runtime.Definition));
        }

        keeper.Reload(wanted);
    }

    private async Task EndAsync(RunningNetwork? before, ProcessHandle? running, DnsmasqPlan wanted)
    {
        if (before?.Dnsmasq is null && running is not null)
        {
            await DnsmasqStarter.EndAsync(running);
        }

        if (before?.Dnsmasq?.Process is null)
        {
            await DnsmasqStarter.EndForgottenAsync(tools.Watcher, wanted.Files);
        }
    }

    // Names of leases in the network's own domain are dnsmasq's own; those in the other one are written for it.
    private void WriteNames(NetworkDefinition network, DnsmasqPlan wanted)
    {
        var named = GuestNames.Lines(network, tools.Shelf.CardsOf(network.Id).Select(card => card.Plug));
        DnsmasqStarter.WriteNames(
            wanted with { Reservations = wanted.Reservations + string.Concat(named.Select(line => line + '\n')) },
            wanted.LeasedNames is { } domain
                ? [.. tools.Leases.Of(network.Id).Where(lease => lease.Name is not null).Select(lease => $"{lease.Address} {lease.Name}.{domain}")]
                : []);
    }

    private static void Prune(NetworkDefinition network, DnsmasqPlan wanted)
    {
        if (File.Exists(wanted.Files.Leases))
        {
            var text = File.ReadAllText(wanted.Files.Leases);
            if (LeaseFilePruner.Prune(text, HostSubnet.All(network)) is var pruned && pruned != text)
            {
                TextFiles.Replace(wanted.Files.Leases, Encoding.UTF8.GetBytes(pruned));
            }
        }
    }

    private static bool WasTold(DnsmasqPlan wanted) =>
        File.Exists(wanted.Files.Configuration) && File.ReadAllText(wanted.Files.Configuration) == wanted.Configuration;

    private ProcessHandle? Remembered(RunningNetwork? network) =>
        network is { Dnsmasq: null, Runtime.DnsmasqProcessId: { } pid } ? ProcessHandle.TryOpen(tools.Watcher, pid, network.DnsmasqStartTime) : null;

    private async Task OnNewsAsync(Guid id, DnsmasqNews news)
    {
        using var turn = await tools.Shelf.EnterAsync(CancellationToken.None);
        if (tools.Shelf.Find(id) is not { } network)
        {
            return;
        }

        var name = network.Runtime.Definition.Name;
        if (news.Process is not { } process)
        {
            NetworkLog.DnsmasqLost(tools.Log, name, news.Problem!);
            tools.Tell(new NetworkConditionChanged(id, [news.Problem!]));
            return;
        }

        var next = network.ServedBy(network.Dnsmasq, process);
        tools.Shelf.Put(id, next);
        NetworkLog.DnsmasqReplaced(tools.Log, name, process.Pid, string.Join(" / ", news.LastWords));
        tools.Tell(new DnsmasqRestarted(id, next.Runtime, news.LastWords));
    }
}
