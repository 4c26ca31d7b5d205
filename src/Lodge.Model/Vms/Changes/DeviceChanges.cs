using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms.Changes;

/// <summary>The part of a change that concerns devices: those that come, go, or change while they stay.</summary>
internal static class DeviceChanges
{
    /// <summary>Adds the steps; answers the definition that runs after them.</summary>
    /// <param name="running">What runs.</param>
    /// <param name="wanted">What is wanted.</param>
    /// <param name="steps">Takes the steps.</param>
    /// <param name="why">Takes, for the path of a device, why it cannot come or go.</param>
    public static VmDefinition Take(VmDefinition running, VmDefinition wanted, List<LiveStep> steps, Dictionary<string, string> why)
    {
        var (old, now, inUse) = (Devices(running), Devices(SparePorts.Without(wanted)), Devices(SparePorts.Without(running)));
        var after = running;
        foreach (var (alias, (path, device)) in inUse.Where(entry => !now.ContainsKey(entry.Key)).Reverse())
        {
            if (HotPlug.WhyNot(device, running) is { } obstacle)
            {
                why[$"{ListOf(path)} (without {alias})"] = obstacle;
                continue;
            }

            steps.Add(new DetachStep(device));
            after = DeviceEditing.Without(after, alias);
        }

        foreach (var (alias, (path, device)) in now)
        {
            if (old.TryGetValue(alias, out var before))
            {
                after = DeviceEditing.With(after, InPlace(before.Device, device, steps));
            }
            else if ((HotPlug.WhyNot(device, running) ?? WhyNoPort(device, running)) is { } obstacle)
            {
                why[path] = obstacle;
            }
            else
            {
                steps.Add(new AttachStep(device));
                after = DeviceEditing.With(after, device);
            }
        }

        return after;
    }

    // PCI ports come with the next start only.
    private static string? WhyNoPort(DeviceDefinition device, VmDefinition running) =>
        device.Address is PciAddress { Bus: > 0 } address
        && running.Controllers.OrEmpty().All(controller => (controller.Type, controller.Index) != (ControllerType.Pci, address.Bus))
            ? $"The running VM has no free PCI port for it: pci.{address.Bus} comes with the next start."
            : null;

    private static DeviceDefinition InPlace(DeviceDefinition before, DeviceDefinition after, List<LiveStep> steps) => (before, after) switch
    {
        (DiskDefinition disk, DiskDefinition wanted) => OfDisk(disk, wanted, steps),
        (NicDefinition nic, NicDefinition wanted) => NicChanges.Take(nic, wanted, steps),
        (BalloonDefinition balloon, BalloonDefinition wanted) => OfBalloon(balloon, wanted, steps),
        (MemoryDeviceDefinition memory, MemoryDeviceDefinition wanted) => OfMemory(memory, wanted, steps),
        (WatchdogDefinition watchdog, WatchdogDefinition wanted) => OfWatchdog(watchdog, wanted, steps),
        _ => before,
    };

    private static DiskDefinition OfDisk(DiskDefinition before, DiskDefinition wanted, List<LiveStep> steps)
    {
        var after = before;
        if (before.Device is DiskDevice.Cdrom or DiskDevice.Floppy
            && (before.Source != wanted.Source || before.Encryption != wanted.Encryption || before.Tray != wanted.Tray || (before.Format != wanted.Format && wanted.Format is not null)))
        {
            after = after with { Source = wanted.Source, Format = wanted.Format, Encryption = wanted.Encryption, Tray = wanted.Tray };
            steps.Add(new MediumStep(before, after));
        }

        if (before.Throttle != wanted.Throttle)
        {
            var limited = after with { Throttle = wanted.Throttle };
            steps.Add(new ThrottleStep(after, limited));
            after = limited;
        }

        return after;
    }

    private static BalloonDefinition OfBalloon(BalloonDefinition before, BalloonDefinition wanted, List<LiveStep> steps)
    {
        var after = before with { StatisticsPeriod = wanted.StatisticsPeriod };
        if ((before.StatisticsPeriod ?? BalloonStatisticsStep.UsualPeriod) != (after.StatisticsPeriod ?? BalloonStatisticsStep.UsualPeriod))
        {
            steps.Add(new BalloonStatisticsStep(before, after));
        }

        return after;
    }

    private static MemoryDeviceDefinition OfMemory(MemoryDeviceDefinition before, MemoryDeviceDefinition wanted, List<LiveStep> steps)
    {
        var after = before with { Requested = wanted.Requested };
        if (before.Model == MemoryDeviceModel.VirtioMem && (before.Requested ?? before.Size) != (wanted.Requested ?? before.Size))
        {
            steps.Add(new MemoryRequestStep(before, after));
        }

        return after;
    }

    private static WatchdogDefinition OfWatchdog(WatchdogDefinition before, WatchdogDefinition wanted, List<LiveStep> steps)
    {
        if (before.Action != wanted.Action)
        {
            steps.Add(new WatchdogActionStep(before.Action, wanted.Action));
        }

        return before with { Action = wanted.Action };
    }

    private static Dictionary<string, (string Path, DeviceDefinition Device)> Devices(VmDefinition definition) =>
        definition.EachDevice().Where(entry => entry.Device.Alias is not null).ToDictionary(entry => entry.Device.Alias!, StringComparer.Ordinal);

    private static string ListOf(string path) => path.Split('[')[0];
}
