using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Devices;

/// <summary>Reads the devices that have few settings; each is written by <see cref="SmallDeviceWriter"/>.</summary>
internal static class SmallDeviceReader
{
    public static SoundDefinition Sound(Element element, IReadOnlyDictionary<int, AudioBackend> audios) =>
        DeviceInfo.Read(element, new SoundDefinition
        {
            Model = element.Word("model", SmallDeviceWords.Sounds) ?? throw element.Invalid("missing attribute 'model' of <sound>"),
            Audio = element.Child("audio")?.NeedInt("id") is { } id ? audios.TryGetValue(id, out var named) ? named
                    : throw element.Invalid($"there is no <audio> with the id {id}")
                : audios.Count > 0 ? audios.OrderBy(audio => audio.Key).First().Value : null,
        });

    public static RngDefinition Rng(Element element)
    {
        VirtioWords.Plain(element);
        var (backend, rate) = (element.NeedChild("backend"), element.Child("rate"));
        return DeviceInfo.Read(element, new RngDefinition
        {
            Source = backend.Need("model") switch
            {
                "random" => backend.Text is { Length: > 0 } path ? path : "/dev/urandom",
                "builtin" => null,
                "egd" => throw backend.Unsupported("random numbers of an entropy daemon"),
                var other => throw backend.Invalid($"'{other}' for the attribute 'model' of <backend>"),
            },
            RateBytes = rate is null ? null : rate.Long("bytes") ?? throw rate.Invalid("missing attribute 'bytes' of <rate>"),
            RatePeriod = rate?.Int("period"),
        });
    }

    public static WatchdogDefinition Watchdog(Element element) => DeviceInfo.Read(element, new WatchdogDefinition
    {
        Model = element.Word("model", SmallDeviceWords.Watchdogs) ?? throw element.Invalid("missing attribute 'model' of <watchdog>"),
        Action = element.Word("action", SmallDeviceWords.WatchdogActions) ?? WatchdogAction.Reset,
    });

    public static PanicDefinition Panic(Element element) => DeviceInfo.Read(element, new PanicDefinition
    {
        Model = element.Word("model", SmallDeviceWords.Panics) ?? PanicModel.Isa,
    });

    public static SharedMemoryDefinition SharedMemory(Element element)
    {
        var (role, interrupts) = (element.Attr("role"), element.Child("msi"));
        interrupts?.Accept("enabled", "yes");
        return DeviceInfo.Read(element, new SharedMemoryDefinition
        {
            Name = element.Need("name"),
            Model = element.Child("model")?.Word("type", SmallDeviceWords.SharedMemories) ?? throw element.Unsupported("shared memory of the model 'ivshmem'"),
            Size = element.SizeOf("size", "M"),
            Server = element.Child("server")?.Attr("path"),
            Vectors = interrupts?.Int("vectors"),
            Master = role switch
            {
                null => null,
                "master" => true,
                "peer" => false,
                _ => throw element.Invalid($"'{role}' for the attribute 'role' of <shmem>; it is 'master' or 'peer'"),
            },
        });
    }

    public static VsockDefinition Vsock(Element element)
    {
        VirtioWords.Plain(element);
        var cid = element.Child("cid");
        var chosenAtStart = cid?.YesNo("auto") ?? true;
        var number = cid?.Long("address");
        return DeviceInfo.Read(element, new VsockDefinition { Cid = chosenAtStart ? null : number });
    }

    public static BalloonDefinition Balloon(Element element) => DeviceInfo.Read(element, new BalloonDefinition
    {
        FreePageReporting = element.OnOff("freePageReporting"),
        Autodeflate = element.OnOff("autodeflate"),
        StatisticsPeriod = element.Child("stats")?.NeedInt("period"),
    });

    public static IommuDefinition Iommu(Element element)
    {
        var driver = element.Child("driver");
        return DeviceInfo.Read(element, new IommuDefinition
        {
            Model = element.Word("model", SmallDeviceWords.Iommus) ?? throw element.Invalid("missing attribute 'model' of <iommu>"),
            InterruptRemapping = driver?.OnOff("intremap"),
            CachingMode = driver?.OnOff("caching_mode"),
            ExtendedInterruptMode = driver?.OnOff("eim"),
        });
    }

    public static RedirectedDeviceDefinition Redirected(Element element)
    {
        element.Accept("bus", "usb");
        element.Need("type");
        return DeviceInfo.ReadBootable(element, new RedirectedDeviceDefinition
        {
            Backend = SourceXml.Read(element, ptyIsManaged: false) ?? throw element.Invalid("a <redirdev> needs a <source> with the path of a socket"),
        });
    }

    public static HubDefinition Hub(Element element)
    {
        element.Accept("type", "usb");
        return DeviceInfo.Read(element, new HubDefinition());
    }
}
