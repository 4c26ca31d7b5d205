using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.Qemu.Planning;

/// <summary>The order in which firmware tries devices (QEMU's <c>bootindex</c>). Pure.</summary>
internal static class BootOrder
{
    /// <summary>A device's place, 1 or more; null for one that is not booted from.</summary>
    /// <param name="definition">The VM.</param>
    /// <param name="device">One of its devices.</param>
    // When no device has an order, kinds stand for the first of each; without these, disks boot as they stand.
    public static int? Of(VmDefinition definition, BootableDevice device)
    {
        var hasOrder = definition.EachDevice().Any(each => each.Device is BootableDevice { BootOrder: not null });
        if (hasOrder)
        {
            return device.BootOrder;
        }

        IReadOnlyList<BootableDevice> order = definition.Boot.Kinds is { } kinds ? [.. kinds.Select(kind => BootKinds.First(definition, kind)).OfType<BootableDevice>()] : definition.Disks;
        for (var i = 0; i < order.Count; i++)
        {
            if (ReferenceEquals(order[i], device) || (device.Alias is not null && order[i].Alias == device.Alias))
            {
                return i + 1;
            }
        }

        return null;
    }
}
