using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Devices;

/// <summary>Which element of <c>&lt;devices&gt;</c> is which device.</summary>
internal static class DeviceKinds
{
    /// <summary>Reads a device; null when the element is none that Lodge has.</summary>
    public static DeviceDefinition? Read(Element element, IReadOnlyDictionary<int, AudioBackend> audios) => element.Name switch
    {
        "disk" => DiskXml.Read(element),
        "controller" => ControllerXml.Read(element),
        "filesystem" => FileSystemXml.Read(element),
        "interface" => NicXml.Read(element),
        "serial" => PortXml.ReadSerial(element),
        "parallel" => PortXml.ReadParallel(element),
        "channel" => PortXml.ReadChannel(element),
        "input" => InputXml.Read(element),
        "tpm" => TpmXml.Read(element),
        "sound" => SmallDeviceReader.Sound(element, audios),
        "video" => VideoXml.Read(element),
        "hostdev" => HostDeviceXml.Read(element),
        "redirdev" => SmallDeviceReader.Redirected(element),
        "hub" => SmallDeviceReader.Hub(element),
        "watchdog" => SmallDeviceReader.Watchdog(element),
        "memballoon" => ReadBalloon(element),
        "rng" => SmallDeviceReader.Rng(element),
        "panic" => SmallDeviceReader.Panic(element),
        "shmem" => SmallDeviceReader.SharedMemory(element),
        "memory" => MemoryDeviceXml.Read(element),
        "iommu" => SmallDeviceReader.Iommu(element),
        "vsock" => SmallDeviceReader.Vsock(element),
        _ => null,
    };

    /// <summary>The name of a device's element.</summary>
    public static string NameOf(DeviceDefinition device) => device switch
    {
        DiskDefinition => "disk",
        ControllerDefinition => "controller",
        FileSystemDefinition => "filesystem",
        NicDefinition => "interface",
        SerialDefinition => "serial",
        ParallelDefinition => "parallel",
        VirtioConsoleDefinition => "console",
        ChannelDefinition => "channel",
        InputDefinition => "input",
        TpmDefinition => "tpm",
        SoundDefinition => "sound",
        VideoDefinition => "video",
        HostDeviceDefinition => "hostdev",
        RedirectedDeviceDefinition => "redirdev",
        HubDefinition => "hub",
        WatchdogDefinition => "watchdog",
        BalloonDefinition => "memballoon",
        RngDefinition => "rng",
        PanicDefinition => "panic",
        SharedMemoryDefinition => "shmem",
        MemoryDeviceDefinition => "memory",
        IommuDefinition => "iommu",
        VsockDefinition => "vsock",
        _ => throw new ArgumentOutOfRangeException(nameof(device), device, "Not a kind of device that a VM has."),
    };

    private static BalloonDefinition ReadBalloon(Element element)
    {
        VirtioWords.Plain(element);
        return SmallDeviceReader.Balloon(element);
    }
}
