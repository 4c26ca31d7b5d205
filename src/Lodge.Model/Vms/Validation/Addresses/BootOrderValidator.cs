using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms.Validation.Addresses;

/// <summary>The order in which firmware tries devices.</summary>
internal static class BootOrderValidator
{
    public static void Check(VmDefinition definition, Place root)
    {
        var kinds = definition.Boot.Kinds;
        root.AddIf(kinds is { Count: 0 }, "boot.kinds", "must have at least one entry");
        root.AddIf(kinds is not null && kinds.Distinct().Count() < kinds.Count, "boot.kinds", "must name each kind once");
        var taken = new Dictionary<int, string>();
        foreach (var (path, device) in definition.EachDevice())
        {
            if (device is not BootableDevice { BootOrder: { } order })
            {
                continue;
            }

            root.AtLeast($"{path}.bootOrder", order, 1);
            root.AddIf(kinds is not null, $"{path}.bootOrder", "excludes boot.kinds; leave one of them out");
            if (!taken.TryAdd(order, path))
            {
                root.Add($"{path}.bootOrder", $"is {order}, as that of {taken[order]} is already");
            }
        }
    }
}
