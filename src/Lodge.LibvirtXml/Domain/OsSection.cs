using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Platform;

namespace Lodge.LibvirtXml.Domain;

/// <summary><c>&lt;os&gt;</c>: firmware, direct kernel boot, boot menu.</summary>
internal static class OsSection
{
    private const string Pflash = "pflash";
    private static readonly string[] s_features = ["secure-boot", "enrolled-keys"];

    public static BootDefinition Read(Element root)
    {
        var os = root.NeedChild("os");
        var loader = os.Child("loader");
        var nvram = os.Child("nvram");
        var path = loader?.Text is { Length: > 0 } text ? text : null;
        var kind = Kind(loader, nvram, path);
        var uefi = Firmware(os) ?? kind;
        var features = OnlyOfUefi(os, uefi, Features(os), loader?.YesNo("secure"));
        loader?.Accept("readonly", "yes");
        nvram?.Accept("type", "file");
        var menu = os.Child("bootmenu");
        var bios = os.Child("bios");
        return new BootDefinition
        {
            Firmware = uefi ? FirmwareType.Uefi : FirmwareType.Bios,
            SecureBoot = features.Secure,
            EnrolledKeys = features.Keys,
            Loader = path,
            Nvram = nvram?.Text is { Length: > 0 } store ? store : null,
            NvramTemplate = nvram?.Attr("template"),
            Kernel = os.TextOf("kernel"),
            Initrd = os.TextOf("initrd"),
            CommandLine = os.TextOf("cmdline"),
            Menu = menu?.YesNo("enable") ?? (menu?.Int("timeout") is null ? null : false),
            MenuTimeout = menu?.Int("timeout"),
            RebootTimeout = bios?.Int("rebootTimeout"),
            SerialOutput = bios?.YesNo("useserial"),
            Smbios = SmbiosSection.Read(root, os),
            FirmwareConfig = SmbiosSection.ReadFirmwareConfig(root),
        };
    }

    public static void Write(XmlOut output, WriteContext context)
    {
        var boot = context.Vm.Boot;
        var chosenHere = boot.Firmware == FirmwareType.Uefi && (boot.Loader is null || boot.EnrolledKeys is not null);
        using var os = output.Element("os");
        output.Attr("firmware", chosenHere ? "efi" : null);
        MachineSection.Write(output, context);
        WriteFirmware(output, boot, chosenHere);
        output.Leaf("kernel", boot.Kernel);
        output.Leaf("initrd", boot.Initrd);
        output.Leaf("cmdline", boot.CommandLine);
        BootOrderSection.Write(output, context.Vm);
        using (output.ElementIfAny("bootmenu"))
        {
            output.YesNo("enable", boot.Menu ?? (boot.MenuTimeout is null ? null : false)).Attr("timeout", boot.MenuTimeout);
        }

        using (output.ElementIfAny("bios"))
        {
            output.YesNo("useserial", boot.SerialOutput).Attr("rebootTimeout", boot.RebootTimeout);
        }

        SmbiosSection.WriteMode(output, boot.Smbios);
    }

    private static void WriteFirmware(XmlOut output, BootDefinition boot, bool chosenHere)
    {
        if (chosenHere)
        {
            using var firmware = output.ElementIfAny("firmware");
            Feature(output, s_features[1], boot.EnrolledKeys);
            Feature(output, s_features[0], boot.SecureBoot);
        }

        if (boot.Loader is not null)
        {
            var uefi = boot.Firmware == FirmwareType.Uefi;
            using var loader = output.Element("loader");
            output.YesNo("readonly", uefi ? true : null).YesNo("secure", chosenHere ? null : boot.SecureBoot)
                .Attr("type", uefi ? Pflash : "rom").Text(boot.Loader);
        }

        using var nvram = output.ElementIfAny("nvram");
        output.Attr("template", boot.NvramTemplate);
        if (boot.Nvram is not null)
        {
            output.Text(boot.Nvram);
        }
    }

    private static void Feature(XmlOut output, string name, bool? enabled)
    {
        if (enabled is not null)
        {
            using var feature = output.Element("feature");
            output.YesNo("enabled", enabled).Attr("name", name);
        }
    }

    private static bool? Firmware(Element os) => os.Attr("firmware") switch
    {
        null => null,
        "efi" => true,
        "bios" => false,
        var other => throw os.Invalid($"'{other}' for the attribute 'firmware' of <os>; it is 'bios' or 'efi'"),
    };

    // A firmware in flash is UEFI; a plain image is a BIOS.
    private static bool Kind(Element? loader, Element? nvram, string? path)
    {
        var type = loader?.Attr("type");
        return type switch
        {
            Pflash => true,
            "rom" => false,
            null => nvram is not null && path is not null,
            _ => throw loader!.Invalid($"'{type}' for the attribute 'type' of <loader>; it is 'rom' or 'pflash'"),
        };
    }

    // A BIOS has no secure boot: what switches it off says nothing, what switches it on is refused.
    private static (bool? Secure, bool? Keys) OnlyOfUefi(Element os, bool uefi, (bool? Secure, bool? Keys) features, bool? secureLoader)
    {
        var secure = features.Secure ?? secureLoader;
        return uefi ? (secure, features.Keys)
            : secure != true && features.Keys != true ? (null, null)
            : throw os.Unsupported("secure boot with another firmware than UEFI");
    }

    private static (bool? Secure, bool? Keys) Features(Element os)
    {
        var (secure, keys) = ((bool?)null, (bool?)null);
        foreach (var feature in os.Child("firmware")?.Children("feature") ?? [])
        {
            var enabled = feature.YesNo("enabled");
            var name = feature.Need("name");
            (secure, keys) = name == s_features[0] ? (enabled, keys)
                : name == s_features[1] ? (secure, enabled)
                : throw feature.Invalid($"unknown firmware feature '{name}'");
        }

        return (secure, keys);
    }
}
