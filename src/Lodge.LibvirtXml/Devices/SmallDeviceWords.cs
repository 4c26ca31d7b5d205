using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Devices;

/// <summary>libvirt's words for small devices.</summary>
internal static class SmallDeviceWords
{
    public static readonly Words<SoundModel> Sounds = new(
        (SoundModel.Ich9, "ich9"), (SoundModel.Ich6, "ich6"), (SoundModel.Ac97, "ac97"), (SoundModel.Es1370, "es1370"), (SoundModel.Sb16, "sb16"),
        (SoundModel.Usb, "usb"))
    {
        Refused = ["pcspk", "ich7"],
    };

    public static readonly Words<WatchdogModel> Watchdogs = new(
        (WatchdogModel.I6300esb, "i6300esb"), (WatchdogModel.Ib700, "ib700"), (WatchdogModel.Itco, "itco"))
    {
        Refused = ["diag288"],
    };

    public static readonly Words<WatchdogAction> WatchdogActions = new(
        (WatchdogAction.Reset, "reset"), (WatchdogAction.Shutdown, "shutdown"), (WatchdogAction.Poweroff, "poweroff"),
        (WatchdogAction.Pause, "pause"), (WatchdogAction.Dump, "dump"), (WatchdogAction.None, "none"), (WatchdogAction.InjectNmi, "inject-nmi"));

    public static readonly Words<PanicModel> Panics = new((PanicModel.Isa, "isa"), (PanicModel.Pci, "pvpanic"), (PanicModel.Hyperv, "hyperv"))
    {
        Refused = ["pseries", "s390"],
    };

    public static readonly Words<SharedMemoryModel> SharedMemories = new(
        (SharedMemoryModel.Plain, "ivshmem-plain"), (SharedMemoryModel.Doorbell, "ivshmem-doorbell"))
    {
        Refused = ["ivshmem"],
    };

    public static readonly Words<IommuModel> Iommus = new((IommuModel.Intel, "intel"), (IommuModel.Virtio, "virtio"))
    {
        Refused = ["smmuv3", "amd"],
    };
}
