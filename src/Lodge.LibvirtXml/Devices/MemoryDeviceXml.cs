using Lodge.LibvirtXml.Domain;
using Lodge.LibvirtXml.Xml;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;

namespace Lodge.LibvirtXml.Devices;

/// <summary><c>&lt;memory model&gt;</c> among the devices: memory modules.</summary>
internal static class MemoryDeviceXml
{
    private static readonly Words<MemoryDeviceModel> s_models = new(
        (MemoryDeviceModel.Dimm, "dimm"), (MemoryDeviceModel.Nvdimm, "nvdimm"), (MemoryDeviceModel.VirtioPmem, "virtio-pmem"),
        (MemoryDeviceModel.VirtioMem, "virtio-mem"))
    {
        Refused = ["sgx-epc"],
    };

    private static readonly ByteSize s_usualBlock = ByteSize.FromMiB(2);

    public static MemoryDeviceDefinition Read(Element element)
    {
        var (source, target) = (element.Child("source"), element.NeedChild("target"));
        target.SizeOf("current");
        var model = element.Word("model", s_models) ?? throw element.Invalid("missing attribute 'model' of <memory>");
        if (model == MemoryDeviceModel.VirtioPmem)
        {
            element.Accept("access", "shared");
        }

        var size = target.SizeOf("size") ?? throw target.Invalid("missing element <size> in <target>");
        var resizable = model == MemoryDeviceModel.VirtioMem;
        return DeviceInfo.Read(element, new MemoryDeviceDefinition
        {
            Model = model,
            Size = size,
            Node = target.IntOf("node"),
            Requested = resizable ? target.SizeOf("requested") ?? size : null,
            Block = resizable ? target.SizeOf("block") ?? s_usualBlock : null,
            Path = source?.TextOf("path"),
            LabelSize = target.Child("label")?.SizeOf("size"),
            HugePages = source?.SizeOf("pagesize"),
            HostNodes = CpuSets.Plain(source?.TextOf("nodemask")),
        });
    }

    /// <summary>The guest node that the module is part of: the first, where there are nodes and nothing else is said.</summary>
    public static int? NodeOf(VmDefinition vm, MemoryDeviceDefinition memory) =>
        memory.Node ?? (memory.Model == MemoryDeviceModel.VirtioPmem || vm.Numa?.Cells is null ? null : 0);

    public static void Write(XmlOut output, WriteContext context, MemoryDeviceDefinition memory)
    {
        using var element = output.Element("memory");
        output.Attr("model", s_models.Of(memory.Model)).Attr("access", memory.Model == MemoryDeviceModel.VirtioPmem ? "shared" : null);
        using (output.ElementIfAny("source"))
        {
            output.Leaf("path", memory.Path);
            output.Leaf("nodemask", CpuSets.Plain(memory.HostNodes));
            output.Size("pagesize", memory.HugePages);
        }

        using (output.Element("target"))
        {
            output.Size("size", memory.Size);
            output.Leaf("node", NodeOf(context.Vm, memory));
            using (output.ElementIfAny("label"))
            {
                output.Size("size", memory.LabelSize);
            }

            if (memory.Model == MemoryDeviceModel.VirtioMem)
            {
                output.Size("block", memory.Block ?? s_usualBlock);
                output.Size("requested", memory.Requested ?? memory.Size);
            }
        }

        DeviceInfo.Write(output, context, memory);
    }
}
