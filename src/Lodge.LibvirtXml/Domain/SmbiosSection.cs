using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Platform;

namespace Lodge.LibvirtXml.Domain;

/// <summary><c>&lt;sysinfo&gt;</c> of both types, and <c>&lt;os&gt;&lt;smbios mode&gt;</c>.</summary>
internal static class SmbiosSection
{
    private static readonly Words<SmbiosMode> s_modes = new(
        (SmbiosMode.Sysinfo, "sysinfo"), (SmbiosMode.Emulate, "emulate"), (SmbiosMode.Host, "host"));

    public static SmbiosDefinition? Read(Element root, Element os)
    {
        var mode = os.Child("smbios")?.Word("mode", s_modes);
        var info = OfType(root, "smbios");
        if (mode is null && info is null)
        {
            return null;
        }

        // libvirt shows the texts to the guest only when the mode says so.
        var tables = info is null ? new SmbiosDefinition() : SmbiosTables.Read(info);
        return tables with { Mode = mode ?? SmbiosMode.Emulate };
    }

    public static IReadOnlyList<FirmwareConfigEntry>? ReadFirmwareConfig(Element root) =>
        OfType(root, "fwcfg")?.Children("entry") is { Count: > 0 } entries ? [.. entries.Select(Entry)] : null;

    public static void Write(XmlOut output, VmDefinition vm)
    {
        if (vm.Boot.Smbios is { } smbios)
        {
            SmbiosTables.Write(output, smbios);
        }

        if (vm.Boot.FirmwareConfig is { Count: > 0 } entries)
        {
            using var info = output.Element("sysinfo");
            output.Attr("type", "fwcfg");
            foreach (var entry in entries)
            {
                using var element = output.Element("entry");
                output.Attr("name", entry.Name).Attr("file", entry.File);
                if (entry.Text is not null)
                {
                    output.Text(entry.Text);
                }
            }
        }
    }

    public static void WriteMode(XmlOut output, SmbiosDefinition? smbios)
    {
        if (smbios is not null)
        {
            using var element = output.Element("smbios");
            output.Attr("mode", s_modes.Of(smbios.Mode ?? SmbiosMode.Sysinfo));
        }
    }

    private static FirmwareConfigEntry Entry(Element entry) => new()
    {
        Name = entry.Need("name"),
        File = entry.Attr("file"),
        Text = entry.WholeText is { Length: > 0 } text ? text : null,
    };

    private static Element? OfType(Element root, string type)
    {
        var all = root.Children("sysinfo");
        foreach (var info in all.Where(info => info.Attr("type") is not ("smbios" or "fwcfg")))
        {
            throw info.Invalid($"'{info.Attr("type")}' for the attribute 'type' of <sysinfo>; it is 'smbios' or 'fwcfg'");
        }

        var found = all.Where(info => info.Attr("type") == type).ToList();
        return found.Count <= 1 ? found.FirstOrDefault() : throw found[1].Invalid($"there is more than one <sysinfo> of the type '{type}'");
    }
}
