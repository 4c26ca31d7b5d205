using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Platform;

namespace Lodge.LibvirtXml.Domain;

/// <summary><c>&lt;features&gt;&lt;kvm&gt;</c>, <c>&lt;pvspinlock&gt;</c> and the end of interrupt of <c>&lt;apic&gt;</c>.</summary>
internal static class KvmSection
{
    private static readonly Switches<KvmFeatures> s_switches = new(
        ("hidden", k => k.Hidden, (k, v) => k with { Hidden = v }),
        ("hint-dedicated", k => k.HintDedicated, (k, v) => k with { HintDedicated = v }),
        ("poll-control", k => k.PollControl, (k, v) => k with { PollControl = v }),
        ("pv-ipi", k => k.PvIpi, (k, v) => k with { PvIpi = v }));

    public static KvmFeatures? Read(Element features, Element? apic, LodgeExtras extras)
    {
        var kvm = new KvmFeatures
        {
            PvEoi = apic?.OnOff("eoi"),
            PvUnhalt = features.StateOf("pvspinlock"),
            PvAsyncPageFault = extras.AsyncPageFault,
        };
        if (features.Child("kvm") is { } element)
        {
            kvm = s_switches.Read(element, kvm) with { DirtyRing = DirtyRing(element.Child("dirty-ring")) };
        }

        return kvm == new KvmFeatures() ? null : kvm;
    }

    public static void Write(XmlOut output, KvmFeatures? kvm)
    {
        if (kvm is null)
        {
            return;
        }

        using (output.ElementIfAny("kvm"))
        {
            s_switches.Write(output, kvm);
            if (kvm.DirtyRing is not null)
            {
                using var ring = output.Element("dirty-ring");
                output.Attr("state", "on").Attr("size", kvm.DirtyRing);
            }
        }

        output.State("pvspinlock", kvm.PvUnhalt);
    }

    private static int? DirtyRing(Element? ring) => ring?.OnOff("state") == true ? ring.Int("size") ?? 4096 : null;
}
