using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms.Validation.Addresses;

/// <summary>The order in which firmware tries devices.</summary>
internal static class BootOrderValidator
{
    public static void Check(VmDefinition definition, Place root)
    {
        var taken = new Dictionary<int, string>();
        foreach (var (path, device) in definition.EachDevice())
        {
            if (device is not BootableDevice { BootOrder: { } order })
            {
                continue;
            }

            root.AtLeast($"{path}.bootOrder", order, 1);
            if (!taken.TryAdd(order, path))
            {
                root.Add($"{path}.bootOrder", $"is {order}, as that of {taken[order]} is already");
            }
        }
    }
}
