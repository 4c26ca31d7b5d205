using Lodge.Qemu.Planning.Disks;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>Disks, CD-ROM and floppy drives.</summary>
internal static class DiskArguments
{
    public static void Add(PlanBuilder plan, PlanContext context)
    {
        for (var i = 0; i < context.Disks.Count; i++)
        {
            plan.Add(DiskDevices.Plan(context.Definition.Disks[i], context.Disks[i], context));
        }
    }
}
