using Lodge.Model.Errors;
using Lodge.Model.Vms.Addressing;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.Model.Vms;

/// <summary>
/// Fills in what a definition leaves open and what must then never change: id, usual devices, aliases, names of disks,
/// MAC addresses, controllers, and where each device sits.
/// </summary>
public static class VmNormalizer
{
    /// <summary>Completes <paramref name="definition"/>; what is given stays. Gives the same answer for the same input once there is an id.</summary>
    /// <param name="definition">The definition, valid.</param>
    /// <param name="previous">
    /// What it replaces: devices found there again (by alias, name or MAC address, else by position and content) keep
    /// what they were given.
    /// </param>
    /// <param name="running">What the VM runs with at present: new devices get no name or place that is taken there.</param>
    /// <param name="hasMac">Whether another VM has a MAC address, in lower case: none is given twice. Null when nobody knows.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.Unsupported"/>: the board has no place for a device.</exception>
    public static VmDefinition Complete(
        VmDefinition definition, VmDefinition? previous = null, VmDefinition? running = null, Func<string, bool>? hasMac = null) =>
        Complete(definition, previous, running, hasMac, live: false);

    /// <summary>
    /// Completes the definition of a running VM to which devices were added: they get free places of ports that are
    /// there, and controllers only of kinds that can be plugged in.
    /// </summary>
    /// <param name="definition">What it runs with and what is added.</param>
    /// <param name="running">What it runs with.</param>
    /// <param name="next">What the next start will use: no new device gets a name or place that is taken there.</param>
    /// <param name="hasMac">Whether another VM has a MAC address, as above.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.Unsupported"/>: there is no place for a device.</exception>
    public static VmDefinition CompleteRunning(
        VmDefinition definition, VmDefinition running, VmDefinition? next = null, Func<string, bool>? hasMac = null) =>
        Complete(definition, running, next, hasMac, live: true);

    /// <summary>Whether nothing is left open; a definition that an earlier Lodge stored may have no addresses.</summary>
    public static bool IsComplete(VmDefinition definition) =>
        (definition.Machine.Type == MachineType.Microvm || definition.Rngs is not null)
        && definition.EachDevice().All(device => device.Device.Alias is not null);

    private static VmDefinition Complete(
        VmDefinition definition, VmDefinition? previous, VmDefinition? other, Func<string, bool>? hasMac, bool live)
    {
        previous = previous is null || IsComplete(previous) ? previous : Complete(previous);
        var id = previous?.Id ?? (definition.Id == Guid.Empty ? Guid.CreateVersion7() : definition.Id);
        var whole = (live ? definition : DeviceDefaults.Add(definition)) with { Id = id };
        if (!live && previous is not null)
        {
            whole = whole with { Controllers = Controllers(whole, previous) };
        }

        var devices = Predecessors.Keep(whole, previous);
        var machine = whole.Machine.Type;
        DiskNames.Give(devices, machine, (other?.Disks).OrEmpty().Select(disk => disk.Name).OfType<string>());
        MacAddresses.Give(devices, id, (other?.Nics).OrEmpty().Select(nic => nic.Mac).OfType<string>(), hasMac);
        DeviceAddressing.Place(whole, devices, previous, other, live);
        Aliases.Give(devices, machine, AliasesOf(other));
        return whole.WithDevices([.. devices.OrderBy(device => device is ControllerDefinition controller ? (controller.Type, controller.Index ?? 0) : default)]);
    }

    // Ports and bridges of another board are of no use here. A list written by hand speaks of other controllers than the
    // ports that were added by themselves; one that names any of those was read from Lodge, and is meant as it is.
    private static IReadOnlyList<ControllerDefinition>? Controllers(VmDefinition definition, VmDefinition previous)
    {
        var (now, before) = (definition.Controllers, previous.Controllers.OrEmpty());
        if (previous.Machine.Type != definition.Machine.Type)
        {
            return now is null ? null : [.. now.Where(controller => controller.Type != ControllerType.Pci || !before.Contains(controller))];
        }

        return now is null ? previous.Controllers
            : now.Any(controller => controller.Alias is { } alias && before.Any(old => old.Alias == alias)) ? now
            : [.. now, .. before.Where(old => old.Type == ControllerType.Pci && !now.Any(other => other.Type == old.Type && other.Index == old.Index))];
    }

    private static IEnumerable<string> AliasesOf(VmDefinition? definition) =>
        definition is null ? [] : definition.EachDevice().Select(device => device.Device.Alias).OfType<string>();
}
