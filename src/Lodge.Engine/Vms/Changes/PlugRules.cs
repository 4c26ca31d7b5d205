using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Changes;
using Lodge.Model.Vms.Devices;

namespace Lodge.Engine.Vms.Changes;

/// <summary>What can be said against plugging a device in or out before anything is planned.</summary>
internal static class PlugRules
{
    /// <summary>Refuses a device that QEMU cannot plug in while the guest runs.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidState"/></exception>
    public static void ThrowIfFixed(DeviceDefinition device, VmDefinition running)
    {
        if (HotPlug.WhyNot(device, running) is { } why)
        {
            var path = DeviceEditing.With(running, device).EachDevice().First(entry => ReferenceEquals(entry.Device, device)).Path;
            throw NotWhileRunning(running.Name, [new WaitingChange(path, why)]);
        }
    }

    /// <summary>Refuses to take a controller away by which devices are connected.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidState"/></exception>
    public static void ThrowIfInUse(string alias, VmDefinition? definition)
    {
        if (definition?.FindDevice(alias) is { } device && ControllerUse.Of(device, definition) is { Count: > 0 } users)
        {
            throw new LodgeException(
                ErrorCode.InvalidState,
                $"'{alias}' of VM '{definition.Name}' cannot be taken away: {string.Join(", ", users.Select(user => $"{user.Path} ({user.Device.Alias})"))} "
                    + $"{(users.Count == 1 ? "is" : "are")} connected by it.",
                "Nothing was changed. Detach what it connects first.");
        }
    }

    /// <summary>The error when a part of a change would have to wait for the next start.</summary>
    public static LodgeException NotWhileRunning(string vm, IReadOnlyList<WaitingChange> waiting) => new(
        ErrorCode.InvalidState,
        $"VM '{vm}' cannot be changed so while it runs: {string.Join(" ", waiting.Select(change => $"{change.Path}: {change.Why}").Distinct())}",
        "Nothing was changed. Make the change for the next start instead, with the scope 'next' (lodge: --next, virsh: --config).");
}
