using Lodge.LibvirtXml.Xml;
using Lodge.Model.Primitives;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Domain;

/// <summary>
/// <c>&lt;maxMemory&gt;</c>, <c>&lt;memory&gt;</c>, <c>&lt;currentMemory&gt;</c>. libvirt counts memory devices in;
/// Lodge's size does not. With guest nodes the size is their sum, whatever <c>&lt;memory&gt;</c> says.
/// </summary>
internal static class MemorySection
{
    public static MemoryDefinition Read(Element root, IReadOnlyList<MemoryDeviceDefinition>? devices)
    {
        var modules = Units.Total(devices.OrEmpty().Select(device => device.Size), root);
        var total = root.Child("memory");
        total?.Accept("dumpCore", "on");
        var cells = NumaSection.TotalOf(root);
        var size = cells ?? (total ?? throw root.Invalid("missing element <memory> in <domain>")).OwnSize().Bytes - modules;
        total?.OwnSize();
        if (size is <= 0 or > Units.Most)
        {
            throw (total ?? root).Invalid(size <= 0 ? "the memory devices have all of the memory, or more" : "the memory is too large");
        }

        var current = root.SizeOf("currentMemory") is { } left ? left.Bytes - modules : size;
        var most = root.Child("maxMemory");
        return new MemoryDefinition
        {
            Size = new ByteSize(RoundUp(size)),
            Current = current > 0 && current < size ? new ByteSize(current) : null,
            Maximum = most?.OwnSize(),
            Slots = most is null ? null : most.NeedInt("slots"),
            Backing = MemoryBackingSection.Read(root),
            Devices = devices,
        };
    }

    public static void Write(XmlOut output, WriteContext context)
    {
        var memory = context.Vm.Memory;
        var modules = memory.Devices.OrEmpty().Sum(device => device.Size.Bytes);
        if (memory.Maximum is { } most)
        {
            using var element = output.Element("maxMemory");
            output.Attr("slots", memory.Slots ?? 16).Attr("unit", "KiB");
            output.Text(Units.KiB(most).ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        var total = new ByteSize(memory.Size.Bytes + modules);
        output.Size("memory", total);
        output.Size("currentMemory", context.Live?.Balloon ?? new ByteSize((memory.Current ?? memory.Size).Bytes + modules));
        TuningSection.WriteBlockIoAndMemory(output, context.Vm.Tuning);
        MemoryBackingSection.Write(output, memory.Backing, (context.Vm.Numa?.Cells).OrEmpty());
    }

    // libvirt rounds the guest's memory up to what QEMU takes.
    private static long RoundUp(long bytes) => (bytes + (1 << 20) - 1) >> 20 << 20;
}
