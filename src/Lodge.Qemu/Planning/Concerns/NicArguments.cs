using Lodge.Linux.Security;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>Network cards and what they are plugged into.</summary>
internal static class NicArguments
{
    public static void Add(PlanBuilder plan, PlanContext context)
    {
        for (var i = 0; i < context.Definition.Nics.Count; i++)
        {
            var nic = context.Definition.Nics[i];
            var order = context.MachineType == MachineType.Microvm ? null : BootOrder.Of(context.Definition, nic);
            plan.Add("-netdev", Backend(plan, $"net{i}", nic.Source));
            VirtioDevices.AddNic(
                plan,
                context.MachineType,
                i,
                ("id", $"nic{i}"),
                ("netdev", $"net{i}"),
                ("mac", nic.Mac),
                ("bootindex", order is { } place ? PlanBuilder.Text(place) : null),
                ("romfile", context.MachineType == MachineType.Microvm || order is not null ? null : ""));
        }
    }

    private static string Backend(PlanBuilder plan, string id, NicSource source)
    {
        switch (source)
        {
            case UserNicSource:
                // Whom QEMU's own network asks for names.
                plan.Allow("/etc/resolv.conf", LandlockAccess.ReadOnly, optional: true);
                return OptionText.Of("user", ("id", id));
            default:
                throw new NotSupportedException($"No plan for a network card on a {source.GetType().Name}.");
        }
    }
}
