using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Platform;

namespace Lodge.LibvirtXml.Domain;

/// <summary><c>&lt;features&gt;</c> and <c>&lt;pm&gt;</c>: parts of the platform that can be switched.</summary>
internal static class FeaturesSection
{
    private const string Apic = "apic";
    private const string Pae = "pae";

    private static readonly Switches<FeaturesDefinition> s_middle = new(
        ("pmu", f => f.Pmu, (f, v) => f with { Pmu = v }),
        ("vmport", f => f.VmPort, (f, v) => f with { VmPort = v }),
        ("smm", f => f.Smm, (f, v) => f with { Smm = v }));

    private static readonly Switches<FeaturesDefinition> s_last = new(
        ("vmcoreinfo", f => f.VmCoreInfo, (f, v) => f with { VmCoreInfo = v }),
        ("ps2", f => f.Ps2, (f, v) => f with { Ps2 = v }));

    /// <summary>
    /// Reads the features. ACPI is off where it is not named; APIC and PAE then stay as the board has them, as with libvirt,
    /// since hardly a guest starts without.
    /// </summary>
    public static FeaturesDefinition Read(Element root, LodgeExtras extras)
    {
        var features = root.Child("features");
        var apic = features?.Child(Apic);
        var result = new FeaturesDefinition
        {
            Acpi = features?.Presence("acpi") ?? false,
            Apic = extras.Off.Contains(Apic) ? false : apic is null ? null : true,
            Pae = extras.Off.Contains(Pae) ? false : features?.Presence("pae"),
        };
        result = features is null ? result : s_last.Read(features, s_middle.Read(features, result)) with
        {
            IrqChip = features.Child("ioapic")?.Attr("driver") is { } driver ? Chip(features, driver, extras) : extras.IrqChip,
            Kvm = KvmSection.Read(features, apic, extras),
            HyperV = HyperVSection.Read(features),
        };
        var power = root.Child("pm");
        return result with
        {
            SuspendToMemory = power?.Child("suspend-to-mem")?.YesNo("enabled"),
            SuspendToDisk = power?.Child("suspend-to-disk")?.YesNo("enabled"),
        };
    }

    public static void Write(XmlOut output, FeaturesDefinition? given)
    {
        var features = given ?? new FeaturesDefinition();
        using var element = output.ElementIfAny("features");
        output.Flag("acpi", features.Acpi != false);
        if (features.Apic == true || features.Kvm?.PvEoi is not null)
        {
            using var apic = output.Element(Apic);
            output.OnOff("eoi", features.Kvm?.PvEoi);
        }

        output.Flag(Pae, features.Pae == true);
        HyperVSection.Write(output, features.HyperV);
        KvmSection.Write(output, features.Kvm);
        s_middle.Write(output, features);
        if (features.IrqChip is IrqChip.Kvm or IrqChip.Split)
        {
            using var chip = output.Element("ioapic");
            output.Attr("driver", features.IrqChip == IrqChip.Kvm ? "kvm" : "qemu");
        }

        s_last.Write(output, features);
    }

    public static void WritePowerManagement(XmlOut output, FeaturesDefinition? features)
    {
        using var power = output.ElementIfAny("pm");
        Enabled(output, "suspend-to-mem", features?.SuspendToMemory);
        Enabled(output, "suspend-to-disk", features?.SuspendToDisk);
    }

    private static void Enabled(XmlOut output, string name, bool? enabled)
    {
        using var element = output.ElementIfAny(name);
        output.YesNo("enabled", enabled);
    }

    /// <summary>What is switched off that libvirt cannot switch off.</summary>
    public static IReadOnlyList<string> Off(FeaturesDefinition? features) =>
        [.. features?.Apic == false ? [Apic] : (string[])[], .. features?.Pae == false ? [Pae] : (string[])[]];

    private static IrqChip Chip(Element features, string driver, LodgeExtras extras) => driver switch
    {
        "kvm" => IrqChip.Kvm,
        "qemu" => extras.IrqChip ?? IrqChip.Split,
        _ => throw features.Invalid($"'{driver}' for the attribute 'driver' of <ioapic>; it is 'kvm' or 'qemu'"),
    };
}
