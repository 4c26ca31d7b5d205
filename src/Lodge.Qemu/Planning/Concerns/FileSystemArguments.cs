using Lodge.Linux.Security;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Companions;
using Lodge.Qemu.Companions.SharedFolders;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>Folders of the host that the guest can mount.</summary>
internal static class FileSystemArguments
{
    private const int UsualQueue = 1024;

    public static void Add(PlanBuilder plan, PlanContext context)
    {
        var shares = context.Definition.FileSystems.OrEmpty();
        for (var i = 0; i < shares.Count; i++)
        {
            var id = shares[i].Alias ?? $"fs{i}";
            if (shares[i].Driver == FileSystemDriver.Virtiofs)
            {
                AddVirtiofs(plan, context, shares[i], i, id);
            }
            else
            {
                Add9p(plan, context, shares[i], i, id);
            }
        }
    }

    private static void AddVirtiofs(PlanBuilder plan, PlanContext context, FileSystemDefinition share, int index, string id)
    {
        var chardev = $"{id}-socket";
        var connection = share.Socket is { } socket
            ? plan.Pass(id, new CompanionConnection(socket))
            : plan.Pass(Companion(context, share, id));
        plan.Add("-chardev", SocketChardev.Connected(chardev, connection));
        VirtioDevices.AddFileSystem(
            plan,
            "vhost-user-fs",
            context.MachineType,
            index,
            ("id", id),
            ("chardev", chardev),
            ("tag", share.Tag),
            ("queue-size", PlanBuilder.Text(share.QueueSize ?? UsualQueue)));
    }

    private static CompanionPlan Companion(PlanContext context, FileSystemDefinition share, string id) =>
        VirtiofsdPlan.Of(context.Programs.RequireVirtiofsd(share), share, VirtiofsdPlan.NameOf(id), context.Paths, context.HasOwnUsers);

    // QEMU itself serves it, as the VM's user.
    private static void Add9p(PlanBuilder plan, PlanContext context, FileSystemDefinition share, int index, string id)
    {
        var backend = $"{id}-backend";
        plan.Allow(share.Source, share.ReadOnly == true ? LandlockAccess.ReadOnly : LandlockAccess.Tree);
        plan.Add("-fsdev", OptionText.Of(
            "local",
            ("id", backend),
            ("path", share.Source),
            ("security_model", SecurityModel(share.Access)),
            ("multidevs", "remap"),
            ("readonly", share.ReadOnly == true ? "on" : null)));
        VirtioDevices.AddFileSystem(
            plan, "virtio-9p", context.MachineType, index, ("id", id), ("fsdev", backend), ("mount_tag", share.Tag));
    }

    private static string SecurityModel(FileSystemAccess? access) => access switch
    {
        FileSystemAccess.Passthrough => "passthrough",
        FileSystemAccess.Squash => "none",
        _ => "mapped-xattr",
    };
}
