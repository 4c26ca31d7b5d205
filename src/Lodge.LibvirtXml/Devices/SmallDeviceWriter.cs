using System.Globalization;
using Lodge.LibvirtXml.Domain;
using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Devices;

/// <summary>Writes the devices that have few settings; each is read by <see cref="SmallDeviceReader"/>.</summary>
internal sealed class SmallDeviceWriter(XmlOut output, WriteContext context)
{
    private const string Virtio = "virtio";

    public void Write(SoundDefinition sound, int? audio)
    {
        using var element = output.Element("sound");
        output.Attr("model", SmallDeviceWords.Sounds.Of(sound.Model));
        using (output.ElementIfAny("audio"))
        {
            output.Attr("id", audio);
        }

        End(sound);
    }

    public void Write(RngDefinition rng)
    {
        using var element = output.Element("rng");
        output.Attr("model", Virtio);
        if (rng.RateBytes is not null)
        {
            using var rate = output.Element("rate");
            output.Attr("bytes", rng.RateBytes).Attr("period", rng.RatePeriod);
        }

        using (output.Element("backend"))
        {
            output.Attr("model", rng.Source is null ? "builtin" : "random");
            if (rng.Source is not null)
            {
                output.Text(rng.Source);
            }
        }

        End(rng);
    }

    public void Write(WatchdogDefinition watchdog)
    {
        using var element = output.Element("watchdog");
        output.Attr("model", SmallDeviceWords.Watchdogs.Of(watchdog.Model)).Attr("action", SmallDeviceWords.WatchdogActions.Of(watchdog.Action));
        End(watchdog);
    }

    public void Write(PanicDefinition panic)
    {
        using var element = output.Element("panic");
        output.Attr("model", SmallDeviceWords.Panics.Of(panic.Model));
        End(panic);
    }

    public void Write(SharedMemoryDefinition memory)
    {
        using var element = output.Element("shmem");
        output.Attr("name", memory.Name).Attr("role", memory.Master is { } master ? master ? "master" : "peer" : null);
        using (output.Element("model"))
        {
            output.Attr("type", SmallDeviceWords.SharedMemories.Of(memory.Model));
        }

        if (memory.Size is { } size)
        {
            using var place = output.Element("size");
            var whole = size.Bytes % (1 << 20) == 0;
            output.Attr("unit", whole ? "M" : "bytes");
            output.Text((whole ? size.MiB : size.Bytes).ToString(CultureInfo.InvariantCulture));
        }

        using (output.ElementIfAny("server"))
        {
            output.Attr("path", memory.Server);
        }

        using (output.ElementIfAny("msi"))
        {
            output.Attr("vectors", memory.Vectors);
        }

        End(memory);
    }

    public void Write(VsockDefinition vsock)
    {
        using var element = output.Element("vsock");
        output.Attr("model", Virtio);
        using (output.Element("cid"))
        {
            output.YesNo("auto", vsock.Cid is null).Attr("address", vsock.Cid);
        }

        End(vsock);
    }

    public void Write(BalloonDefinition? balloon)
    {
        using var element = output.Element("memballoon");
        output.Attr("model", balloon is null ? "none" : Virtio).OnOff("autodeflate", balloon?.Autodeflate)
            .OnOff("freePageReporting", balloon?.FreePageReporting);
        using (output.ElementIfAny("stats"))
        {
            output.Attr("period", balloon?.StatisticsPeriod);
        }

        if (balloon is not null)
        {
            End(balloon);
        }
    }

    public void Write(IommuDefinition iommu)
    {
        using var element = output.Element("iommu");
        output.Attr("model", SmallDeviceWords.Iommus.Of(iommu.Model));
        using (output.ElementIfAny("driver"))
        {
            output.OnOff("intremap", iommu.InterruptRemapping).OnOff("caching_mode", iommu.CachingMode).OnOff("eim", iommu.ExtendedInterruptMode);
        }

        End(iommu);
    }

    public void Write(RedirectedDeviceDefinition redirected)
    {
        using var element = output.Element("redirdev");
        var backend = redirected.Backend ?? new SpiceBackend();
        output.Attr("bus", "usb").Attr("type", SourceXml.TypeOf(backend, "unix"));
        SourceXml.Write(output, backend, null, isTerminal: false);
        End(redirected);
    }

    public void Write(HubDefinition hub)
    {
        using var element = output.Element("hub");
        output.Attr("type", "usb");
        End(hub);
    }

    private void End(DeviceDefinition device) => DeviceInfo.Write(output, context, device);
}
