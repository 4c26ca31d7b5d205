using Lodge.Model.Vms.Devices;

namespace Lodge.Qemu.Planning.Devices;

/// <summary>Plans whole lists of devices.</summary>
internal static class DeviceLists
{
    /// <summary>Adds each device of a list that is one of QEMU's.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="devices">The list; null for none.</param>
    /// <param name="of">Plans the device at a place in the list; null when there is nothing to add.</param>
    public static void AddEach<T>(this PlanBuilder plan, IReadOnlyList<T>? devices, Func<T, int, PlannedDevice?> of)
    {
        foreach (var device in devices.OrEmpty().Select(of).OfType<PlannedDevice>())
        {
            plan.Add(device);
        }
    }
}
