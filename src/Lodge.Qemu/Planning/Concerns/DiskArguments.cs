using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;
using Lodge.Qemu.Images;
using Lodge.Qemu.Tuning;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>
/// Disks. Each layer of an image is a passed descriptor and a node of its own, with format and backing said outright:
/// QEMU never probes a format, and never follows a path that it finds in an image.
/// </summary>
internal static class DiskArguments
{
    public static void Add(PlanBuilder plan, PlanContext context)
    {
        var threads = IoThreadAssignment.Of(context.Definition);
        for (var i = 0; i < context.Disks.Count; i++)
        {
            var disk = context.Definition.Disks[i];
            var top = AddChain(plan, i, context.Disks[i], disk.ReadOnly);
            VirtioDevices.AddDisk(
                plan,
                context.MachineType,
                i,
                ("id", DiskIds.Of(i)),
                ("drive", top),
                ("iothread", threads[i] is { } thread ? IoThreadNames.Of(thread) : null),
                ("bootindex", context.MachineType != MachineType.Microvm && BootOrder.Of(context.Definition, disk) is { } order ? PlanBuilder.Text(order) : null));
        }
    }

    // From the bottom upwards, since a node must exist before another one names it.
    private static string AddChain(PlanBuilder plan, int disk, ImageChain chain, bool readOnly)
    {
        string? backing = null;
        for (var depth = chain.Layers.Count - 1; depth >= 0; depth--)
        {
            backing = AddLayer(plan, DiskIds.Node(disk, depth), chain.Layers[depth], backing, readOnly || depth > 0);
        }

        return backing!;
    }

    private static string AddLayer(PlanBuilder plan, string node, ImageLayer layer, string? backing, bool readOnly)
    {
        var below = $"{node}-file";
        var file = plan.PassAsSet(node, new OpenedFile(layer.Path, readOnly ? FileOpening.Read : FileOpening.ReadWrite));
        plan.Add("-blockdev", BlockNode.Host(below, layer.IsBlockDevice, file, readOnly));
        plan.Add("-blockdev", layer.Format == DiskFormat.Qcow2
            ? BlockNode.Qcow2(node, below, backing, readOnly)
            : BlockNode.Raw(node, below, readOnly));
        return node;
    }
}
