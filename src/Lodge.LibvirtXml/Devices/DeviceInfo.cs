using Lodge.LibvirtXml.Domain;
using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Devices;

/// <summary>What every device may have: <c>&lt;boot order&gt;</c>, <c>&lt;alias&gt;</c>, <c>&lt;rom&gt;</c>, <c>&lt;address&gt;</c>.</summary>
internal static class DeviceInfo
{
    /// <summary>Reads alias and address into the device.</summary>
    public static T Read<T>(Element element, T device)
        where T : DeviceDefinition => device with
        {
            Alias = element.Child("alias")?.Need("name"),
            Address = element.Child("address") is { } address ? AddressXml.Read(address) : null,
        };

    /// <summary>Reads alias, address and place in the boot order into the device.</summary>
    public static T ReadBootable<T>(Element element, T device)
        where T : BootableDevice => Read(element, device) with { BootOrder = element.Child("boot")?.NeedInt("order") };

    /// <summary>Writes all of it, in libvirt's order.</summary>
    public static void Write(XmlOut output, WriteContext context, DeviceDefinition device, RomDefinition? rom = null)
    {
        if (device is BootableDevice { BootOrder: { } order })
        {
            using var boot = output.Element("boot");
            output.Attr("order", order);
        }

        if (device.Alias is { } alias && (context.Live is not null || AliasNames.IsChosen(alias)))
        {
            using var element = output.Element("alias");
            output.Attr("name", alias);
        }

        using (output.ElementIfAny("rom"))
        {
            output.YesNo("enabled", rom?.Enabled).OnOff("bar", rom?.Bar).Attr("file", rom?.File);
        }

        AddressXml.Write(output, device.Address);
    }

    /// <summary>Reads <c>&lt;rom&gt;</c>; one that says nothing is none.</summary>
    public static RomDefinition? ReadRom(Element element)
    {
        var rom = element.Child("rom");
        var read = new RomDefinition { Enabled = rom?.YesNo("enabled"), Bar = rom?.OnOff("bar"), File = rom?.Attr("file") };
        return read == new RomDefinition() ? null : read;
    }
}
