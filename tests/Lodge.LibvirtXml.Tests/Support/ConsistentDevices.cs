using Lodge.Model.Networks;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Tests.Support;

/// <summary>The devices of <see cref="ConsistentModel"/>.</summary>
internal static class ConsistentDevices
{
    public static VmDefinition Of(VmDefinition vm) => vm with
    {
        Disks = [.. vm.Disks.Select((disk, index) => disk with
        {
            Name = $"vd{(char)('a' + index)}",
            ReadOnly = disk.ReadOnly || disk.Device == DiskDevice.Cdrom,
            Source = disk.Source switch
            {
                NetworkDiskSource server => Server(server),
                VolumeDiskSource volume => volume with { At = null },
                var onHost => onHost,
            },
        })],
        Nics = [.. vm.Nics.Select(Nic)],
        Graphics = [.. vm.Graphics.DistinctBy(display => display.Type).Select(Display)],
        Videos = vm.Videos?.Select(Video).ToList(),
        Controllers = vm.Controllers?.OrderBy(controller => controller.Type).Select(Controller).ToList(),
        Inputs = vm.Inputs?.Select(input => input.Type == InputType.Passthrough
            ? input with { Bus = null, Source = "/dev/input/event1" } : input with { Bus = InputBus.Virtio, Source = null }).ToList(),
        Rngs = vm.Rngs?.Select(rng => rng.RateBytes is null ? rng with { RatePeriod = null } : rng).ToList(),
        FileSystems = vm.FileSystems?.Select(Share).ToList(),
        HostDevices = vm.HostDevices?.Select(HostDevice).ToList(),
        RedirectedDevices = vm.RedirectedDevices?.Select(device => device.Backend is ManagedBackend ? device with { Backend = new SpiceBackend() } : device).ToList(),
        Balloon = vm.NoBalloon ? null : vm.Balloon,
    };

    // Names and addresses that can be said in XML, each user with its secret.
    private static NetworkDiskSource Server(NetworkDiskSource source) => source switch
    {
        NfsDiskSource nfs => nfs with { Server = "nas" },
        IscsiDiskSource iscsi => iscsi with
        {
            Server = "::1", Target = "iqn.2026-01.org.example:a", User = iscsi.Secret is null ? null : "anna", Initiator = iscsi.Initiator is null ? null : "iqn.2026-01.org.example:b",
        },
        RbdDiskSource rbd => rbd with
        {
            Servers = rbd.Servers?.Select(monitor => monitor with { Host = "mon" }).ToList(),
            Pool = "pool", Namespace = rbd.Namespace is null ? null : "space", Image = "image", Snapshot = rbd.Snapshot is null ? null : "snapshot",
            User = rbd.Secret is null ? null : "guests",
        },
        HttpDiskSource http => http with { Url = "http://example.org:81/a?b=c", User = http.Secret is null ? null : "anna" },
        NbdDiskSource nbd => nbd with { Server = "nbd", Port = nbd.Port ?? 1 },
        _ => source,
    };

    private static NicDefinition Nic(NicDefinition nic, int index) => nic with
    {
        Mac = nic.Mac is null ? null : $"52:54:00:00:01:{index:x2}",
        Virtio = nic.Model == NicModel.Virtio ? nic.Virtio : null,
        Datapath = nic.Model != NicModel.Virtio ? null : nic.Source is UserNicSource && nic.Datapath is not null ? NicDatapath.Qemu : nic.Datapath,
        Interface = nic.Interface is null ? null : $"tap{index}",
        Groups = nic.Groups?.Select((_, number) => $"group-{number}").ToList(),
        Source = nic.Source is UserNicSource { Forwards: { } forwards } user
            ? user with { Forwards = [.. forwards.Select(forward => forward with { Address = forward.Address is null ? null : "127.0.0.2" })] } : nic.Source,
        Bandwidth = nic.Bandwidth is null || nic.Bandwidth == new BandwidthDefinition() ? null
            : nic.Bandwidth with { Inbound = Limit(nic.Bandwidth.Inbound), Outbound = Limit(nic.Bandwidth.Outbound) is { } limit ? limit with { Floor = null } : null },
        Vlan = nic.Vlan is null ? null : nic.Vlan with
        {
            Tags = [.. nic.Vlan.Tags.Distinct()],
            Trunk = nic.Vlan.Tags.Distinct().Count() > 1 ? null : nic.Vlan.Trunk,
            Native = nic.Vlan.Native is null ? null : nic.Vlan.Tags[^1],
        },
    };

    private static BandwidthLimit? Limit(BandwidthLimit? limit) => limit is null ? null : limit with { Average = limit.Average ?? 1 };

    private static GraphicsDefinition Display(GraphicsDefinition display) => display.Type switch
    {
        GraphicsType.Dbus => display with { Listen = null },
        _ when display.Listen is SocketListen { Path: null } => display with { Listen = null },
        _ => display,
    };

    private static VideoDefinition Video(VideoDefinition video) => video with
    {
        VgaMemory = video.Model == VideoModel.Qxl ? video.VgaMemory : null,
        Heads = video.Model == VideoModel.None ? null : video.Heads,
        Width = video.Width ?? 1,
        Height = video.Height ?? 1,
    };

    private static ControllerDefinition Controller(ControllerDefinition controller, int index)
    {
        var model = controller.Type switch
        {
            ControllerType.Pci => ControllerModel.PcieToPciBridge,
            ControllerType.Usb => index == 0 ? ControllerModel.Ich9Ehci : ControllerModel.NecXhci,
            ControllerType.Scsi => ControllerModel.Megasas,
            _ => (ControllerModel?)null,
        };
        return controller with
        {
            Index = index + 1,
            Model = model,
            Address = model == ControllerModel.Ich9Ehci ? new PciAddress(0, 0x1d) : controller.Address,
        };
    }

    private static FileSystemDefinition Share(FileSystemDefinition share) => share with
    {
        Access = share.Driver == FileSystemDriver.Virtiofs ? null : share.Access,
        Source = share.Socket ?? share.Source,
    };

    private static HostDeviceDefinition HostDevice(HostDeviceDefinition device) => device with
    {
        Managed = device.Source is PciHostDevice ? device.Managed : null,
        Display = device.Source is MediatedHostDevice ? device.Display : null,
        StartupPolicy = device.Source is UsbHostDevice ? device.StartupPolicy : null,
        Source = device.Source is UsbHostDevice ? new UsbHostDevice { Vendor = 1, Product = 2, Bus = 3, Device = 4 } : device.Source,
    };
}
