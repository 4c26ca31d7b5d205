using Lodge.Linux.Security;
using Lodge.Model.Vms.Platform;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>Blobs for the guest's firmware, which Linux shows below <c>/sys/firmware/qemu_fw_cfg</c>.</summary>
internal static class FirmwareConfigArguments
{
    public static void Add(PlanBuilder plan, PlanContext context)
    {
        foreach (var entry in context.Definition.Boot.FirmwareConfig ?? [])
        {
            plan.Add("-fw_cfg", OptionText.Of(
                "",
                ("name", entry.Name),
                ("string", entry.File is null ? entry.Text ?? "" : null),
                ("file", entry.File is { } file ? Pass(plan, entry, file) : null)));
        }
    }

    private static string Pass(PlanBuilder plan, FirmwareConfigEntry entry, string file)
    {
        plan.Allow(file, LandlockAccess.ReadOnly);
        return $"/proc/self/fd/{PlanBuilder.Text(plan.Pass($"fw_cfg {entry.Name}", new ReopenedFile(file)))}";
    }
}
