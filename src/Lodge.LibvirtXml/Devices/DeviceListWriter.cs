using Lodge.LibvirtXml.Domain;
using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Devices;

/// <summary>Writes all devices in libvirt's order of kinds.</summary>
internal static class DeviceListWriter
{
    public static void Write(XmlOut output, WriteContext context)
    {
        var vm = context.Vm;
        Each(vm.Disks, disk => DiskXml.Write(output, context, disk));
        WriteControllers(output, context);
        Each(vm.FileSystems, share => FileSystemXml.Write(output, context, share));
        Each(vm.Nics, nic => NicXml.Write(output, context, nic));
        WritePorts(output, context);
        WriteSeen(output, context);
        WriteRest(output, context);
    }

    /// <summary>Writes one device of any kind.</summary>
    public static void WriteOne(XmlOut output, WriteContext context, DeviceDefinition device)
    {
        var small = new SmallDeviceWriter(output, context);
        Action write = device switch
        {
            DiskDefinition disk => () => DiskXml.Write(output, context, disk),
            ControllerDefinition controller => () => ControllerXml.Write(output, context, controller),
            FileSystemDefinition share => () => FileSystemXml.Write(output, context, share),
            NicDefinition nic => () => NicXml.Write(output, context, nic),
            SerialDefinition serial => () => PortXml.Write(output, context, serial, 0),
            ParallelDefinition parallel => () => PortXml.Write(output, context, parallel, 0),
            VirtioConsoleDefinition console => () => PortXml.Write(output, context, console, 0),
            ChannelDefinition channel => () => PortXml.Write(output, context, channel),
            InputDefinition input => () => InputXml.Write(output, context, input),
            TpmDefinition tpm => () => TpmXml.Write(output, context, tpm),
            SoundDefinition sound => () => small.Write(sound, null),
            VideoDefinition video => () => VideoXml.Write(output, context, video, first: false),
            HostDeviceDefinition host => () => HostDeviceXml.Write(output, context, host),
            RedirectedDeviceDefinition redirected => () => small.Write(redirected),
            HubDefinition hub => () => small.Write(hub),
            WatchdogDefinition watchdog => () => small.Write(watchdog),
            BalloonDefinition balloon => () => small.Write(balloon),
            RngDefinition rng => () => small.Write(rng),
            PanicDefinition panic => () => small.Write(panic),
            SharedMemoryDefinition memory => () => small.Write(memory),
            MemoryDeviceDefinition memory => () => MemoryDeviceXml.Write(output, context, memory),
            IommuDefinition iommu => () => small.Write(iommu),
            VsockDefinition vsock => () => small.Write(vsock),
            _ => throw new ArgumentOutOfRangeException(nameof(device), device, "Not a kind of device that a VM has."),
        };
        write();
    }

    // PCI comes first, then the board's others, then those that were added.
    private static void WriteControllers(XmlOut output, WriteContext context)
    {
        var added = context.Vm.Controllers.OrEmpty();
        BoardControllers.WriteRoot(output, context.Vm.Machine.Type);
        Each([.. added.Where(controller => controller.Type == ControllerType.Pci)], controller => ControllerXml.Write(output, context, controller));
        BoardControllers.WriteOthers(output, context.Vm);
        Each([.. added.Where(controller => controller.Type != ControllerType.Pci)], controller => ControllerXml.Write(output, context, controller));
    }

    private static void WritePorts(XmlOut output, WriteContext context)
    {
        var vm = context.Vm;
        var port = 0;
        Each(vm.Serials, serial => PortXml.Write(output, context, serial, port++));
        port = 0;
        Each(vm.Parallels, parallel => PortXml.Write(output, context, parallel, port++));
        port = vm.Serials.Count > 0 ? 1 : 0;
        if (port > 0)
        {
            PortXml.WriteMirror(output, context, vm.Serials[0]);
        }

        Each(vm.Consoles, console => PortXml.Write(output, context, console, port++));
        Each(vm.Channels, channel => PortXml.Write(output, context, channel));
    }

    private static void WriteSeen(XmlOut output, WriteContext context)
    {
        var vm = context.Vm;
        var small = new SmallDeviceWriter(output, context);
        Each(vm.Inputs, input => InputXml.Write(output, context, input));
        InputXml.WriteBoards(output, vm);
        One(vm.Tpm, tpm => TpmXml.Write(output, context, tpm));
        foreach (var display in vm.Graphics)
        {
            GraphicsXml.Write(output, context, display);
        }

        var audios = AudioXml.Numbers(vm);
        Each(vm.Sounds, sound => small.Write(sound, audios.Count > 1 ? audios[AudioXml.Of(vm, sound)] : null));
        AudioXml.Write(output, audios);
        var first = true;
        Each(vm.Videos, video =>
        {
            VideoXml.Write(output, context, video, first);
            first = false;
        });
    }

    private static void WriteRest(XmlOut output, WriteContext context)
    {
        var vm = context.Vm;
        var small = new SmallDeviceWriter(output, context);
        Each(vm.HostDevices, device => HostDeviceXml.Write(output, context, device));
        Each(vm.RedirectedDevices, small.Write);
        Each(vm.Hubs, small.Write);
        Each(vm.Watchdogs, small.Write);
        small.Write(vm.NoBalloon ? null : vm.Balloon ?? new BalloonDefinition());
        Each(vm.Rngs, small.Write);
        Each(vm.Panics, small.Write);
        Each(vm.SharedMemories, small.Write);
        Each(vm.Memory.Devices, memory => MemoryDeviceXml.Write(output, context, memory));
        One(vm.Iommu, small.Write);
        One(vm.Vsock, small.Write);
    }

    private static void Each<T>(IReadOnlyList<T>? devices, Action<T> write)
    {
        foreach (var device in devices.OrEmpty())
        {
            write(device);
        }
    }

    private static void One<T>(T? device, Action<T> write)
        where T : class
    {
        if (device is not null)
        {
            write(device);
        }
    }
}
