using System.Collections.Concurrent;
using Lodge.Model.Errors;
using Lodge.Qmp.Events;

namespace Lodge.Qemu.Live;

/// <summary>Waits for the guest to release devices.</summary>
internal sealed class DeviceReleases
{
    private const string Peripherals = "/machine/peripheral/";
    private const string InterruptController = "/lapic";

    private readonly ConcurrentDictionary<string, TaskCompletionSource<bool>> _awaited = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _trays = new(StringComparer.Ordinal);

    /// <summary>Sees every event of the monitor.</summary>
    /// <returns>Whether somebody waited for it.</returns>
    public bool Observe(QmpEvent happened) => happened switch
    {
        DeviceDeletedEvent deleted when AliasOf(deleted) is { } alias => _awaited.TryGetValue(alias, out var wait) && wait.TrySetResult(true),
        DeviceUnplugGuestErrorEvent { Device: { } alias } => _awaited.TryGetValue(alias, out var wait) && wait.TrySetResult(false),
        DeviceTrayMovedEvent { TrayOpen: true, Id: var id } => _trays.TryGetValue(AliasIn(id), out var moved) && moved.TrySetResult(),
        _ => false,
    };

    /// <summary>
    /// The device that an event tells to be gone. A processor's own end is not told: QEMU names its interrupt
    /// controller, which goes at the same moment.
    /// </summary>
    public static string? AliasOf(DeviceDeletedEvent deleted) => deleted.Device
        ?? (deleted.Path.StartsWith(Peripherals, StringComparison.Ordinal) && deleted.Path.EndsWith(InterruptController, StringComparison.Ordinal)
            ? deleted.Path[Peripherals.Length..^InterruptController.Length]
            : null);

    /// <summary>Asks for a device's release, and waits until QEMU has taken it away.</summary>
    /// <param name="alias">The device.</param>
    /// <param name="ask">Asks for it.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="LodgeException">The guest refused, or has not done it in time.</exception>
    public async Task AwaitAsync(string alias, Func<Task> ask, TimeSpan patience, CancellationToken cancellationToken)
    {
        var wait = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _awaited[alias] = wait;
        try
        {
            await ask();
            if (!await wait.Task.WaitAsync(patience, cancellationToken))
            {
                throw new LodgeException(
                    ErrorCode.HypervisorFailed, $"The guest refused to release '{alias}'.", "See that nothing in the guest uses it, such as a mounted file system.");
            }
        }
        catch (TimeoutException)
        {
            throw new LodgeException(
                ErrorCode.Timeout,
                $"The guest has not released '{alias}' within {patience.TotalSeconds:0.#} s.",
                "It may still do so, and the device then goes by itself. See that the guest runs, knows hot-plug, and does not use the device.");
        }
        finally
        {
            _awaited.TryRemove(alias, out _);
        }
    }

    /// <summary>Waits until a tray is open.</summary>
    /// <returns>False when it is not in time.</returns>
    public async Task<bool> AwaitOpenTrayAsync(string alias, Func<Task<bool>> ask, TimeSpan patience, CancellationToken cancellationToken)
    {
        var moved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _trays[alias] = moved;
        try
        {
            if (!await ask())
            {
                await moved.Task.WaitAsync(patience, cancellationToken);
            }

            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        finally
        {
            _trays.TryRemove(alias, out _);
        }
    }

    /// <summary>The alias in what QEMU calls a drive: its id, or its place in the object tree.</summary>
    public static string AliasIn(string id) => id.Split('/').Last(part => part.Length > 0);
}
