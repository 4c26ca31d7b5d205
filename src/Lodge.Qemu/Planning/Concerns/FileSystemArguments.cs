using Lodge.Linux.Launch;
using Lodge.Linux.Security;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Companions;
using Lodge.Qemu.Companions.SharedFolders;
using Lodge.Qemu.Planning.Devices;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>Folders of the host that the guest can mount.</summary>
internal static class FileSystemArguments
{
    private const long UsualQueue = 1024;

    public static void Add(PlanBuilder plan, PlanContext context)
    {
        var shares = context.Definition.FileSystems.OrEmpty();
        for (var i = 0; i < shares.Count; i++)
        {
            var id = shares[i].Alias ?? $"fs{i}";
            if (shares[i].Driver == FileSystemDriver.Virtiofs)
            {
                AddVirtiofs(plan, context, shares[i], id);
            }
            else
            {
                Add9p(plan, context, shares[i], id);
            }
        }
    }

    private static void AddVirtiofs(PlanBuilder plan, PlanContext context, FileSystemDefinition share, string id)
    {
        var companion = share.Socket is null ? Companion(context, share, id) : null;
        var name = VirtiofsdPlan.NameOf(id);
        var chardev = SocketChardev.Connected($"{id}-socket", name, share.Socket ?? context.Paths.CompanionSocket(name));
        plan.Add(new PlannedDevice
        {
            Id = id,
            Backends = [chardev],
            Driver = VirtioDriver.Of("vhost-user-fs", context.MachineType),
            Properties =
            [
                ("chardev", chardev.Id),
                ("tag", share.Tag),
                ("queue-size", share.QueueSize ?? UsualQueue),
                .. DevicePlace.Of(context.Definition, share),
            ],
            Companions = companion is null ? [] : [companion],
        });
    }

    private static CompanionPlan Companion(PlanContext context, FileSystemDefinition share, string id) =>
        VirtiofsdPlan.Of(context.Programs.RequireVirtiofsd(share), share, VirtiofsdPlan.NameOf(id), context.Paths, context.HasOwnUsers);

    // QEMU itself serves it, as the VM's user. It takes such a folder at its start only.
    private static void Add9p(PlanBuilder plan, PlanContext context, FileSystemDefinition share, string id)
    {
        var backend = $"{id}-backend";
        plan.Add("-fsdev", OptionText.Of(
            "local",
            ("id", backend),
            ("path", share.Source),
            ("security_model", SecurityModel(share.Access)),
            ("multidevs", "remap"),
            ("readonly", share.ReadOnly == true ? "on" : null)));
        plan.Add(new PlannedDevice
        {
            Id = id,
            Driver = VirtioDriver.Of("virtio-9p", context.MachineType),
            Properties = [("fsdev", backend), ("mount_tag", share.Tag), .. DevicePlace.Of(context.Definition, share)],
            Reachable = [new LandlockRule(share.Source, share.ReadOnly == true ? LandlockAccess.ReadOnly : LandlockAccess.Tree)],
        });
    }

    private static string SecurityModel(FileSystemAccess? access) => access switch
    {
        FileSystemAccess.Passthrough => "passthrough",
        FileSystemAccess.Squash => "none",
        _ => "mapped-xattr",
    };
}
