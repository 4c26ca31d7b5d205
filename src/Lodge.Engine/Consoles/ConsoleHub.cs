using System.Collections.Concurrent;
using Lodge.Engine.Ports;
using Lodge.Engine.Vms;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Microsoft.Extensions.Logging;

namespace Lodge.Engine.Consoles;

/// <summary>The serial consoles of all live VMs, each brokered to any number of readers and one writer.</summary>
public sealed class ConsoleHub(VmInventory inventory, IConsoleLogs logs, ILogger<ConsoleHub> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<Guid, ConsoleBroker> _brokers = new();
    private readonly ConcurrentDictionary<Guid, MoreConsoles> _others = new();

    /// <summary>
    /// Opens a VM's console. What it printed lately comes first. A VM that is just starting, or being taken over by a
    /// daemon that has just started, is waited for.
    /// </summary>
    /// <exception cref="LodgeException">The VM is not live, or has no serial port.</exception>
    public async Task<ConsoleSession> OpenAsync(string vm, ConsoleMode mode, CancellationToken cancellationToken)
    {
        var present = inventory.Get(vm);
        for (var waited = TimeSpan.Zero; waited < Patience; waited += RetryPause)
        {
            if (_brokers.TryGetValue(present.Id, out var broker))
            {
                return broker.Open(mode);
            }

            if (inventory.Find(present.Id) is not { Status.IsLive: true } now || !HasConsole(now.CurrentDefinition))
            {
                break;
            }

            await Task.Delay(RetryPause, cancellationToken);
        }

        throw Closed(inventory.Find(present.Id) ?? present);
    }

    /// <summary>Opens another port than the first: a serial port, a virtio console or a channel, by its alias.</summary>
    /// <exception cref="LodgeException">The VM is not live, or has no such port.</exception>
    public Task<ConsoleSession> OpenAsync(string vm, string device, ConsoleMode mode, CancellationToken cancellationToken)
    {
        var present = inventory.Get(vm);
        return !_others.TryGetValue(present.Id, out var others) ? throw Closed(present)
            : others.IsFirst(device) ? OpenAsync(vm, mode, cancellationToken)
            : others.OpenAsync(device, mode, cancellationToken);
    }

    private static bool HasConsole(VmDefinition definition) => definition.Serials is [var first, ..] && ConsolePort.Serves(first);

    private static LodgeException Closed(Vm present)
    {
        if (present.Status.IsLive && HasConsole(present.CurrentDefinition))
        {
            return new LodgeException(ErrorCode.Busy, $"The console of VM '{present.Name}' is not connected yet.", "Try again in a moment; 'lodge info' tells when its QEMU does not answer.");
        }

        return present.Status.IsLive
            ? new LodgeException(ErrorCode.Unsupported, $"VM '{present.Name}' has no serial port that Lodge serves, so it has no console.", $"Give it one with 'lodge edit {present.Name}' and start it again.")
            : new LodgeException(ErrorCode.InvalidState, $"VM '{present.Name}' is stopped, so its console is closed.", $"See what it printed with 'lodge log {present.Name}', or start it with 'lodge start {present.Name}'.");
    }

    /// <summary>What a VM's console printed, from the oldest that is kept; null when there is nothing.</summary>
    public Stream? OpenLog(string vm) => logs.OpenConsole(inventory.Get(vm).Id);

    /// <summary>What a VM's QEMU itself printed; null when there is nothing.</summary>
    public Stream? OpenQemuLog(string vm) => logs.OpenQemu(inventory.Get(vm).Id);

    /// <summary>Begins to broker the console of a VM that came to life.</summary>
    internal async Task AttachAsync(Vm vm, IVmProcess process, CancellationToken cancellationToken)
    {
        _others[vm.Id] = new MoreConsoles(vm.Name, process, logger);
        if (!HasConsole(process.Runtime.Definition))
        {
            return;
        }

        var stream = await process.ConnectSerialAsync(0, cancellationToken);
        var broker = new ConsoleBroker(vm.Name, new ConsolePort(process), logger);
        broker.Remember(logs.ReadConsoleTail(vm.Id, ConsoleBroker.ScrollbackBytes));
        _brokers[vm.Id] = broker;
        broker.Run(stream);
    }

    /// <summary>Ends the brokering for a VM that stopped.</summary>
    internal void Detach(Guid vmId, string reason)
    {
        if (_others.TryRemove(vmId, out var others))
        {
            others.Close(reason);
        }

        if (_brokers.TryRemove(vmId, out var broker))
        {
            broker.Close(reason);
        }
    }
}
