using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Platform;

namespace Lodge.LibvirtXml.Domain;

/// <summary><c>&lt;features&gt;&lt;hyperv&gt;</c>: enlightenments for Windows.</summary>
internal static class HyperVSection
{
    private static readonly Words<HyperVMode> s_modes = new((HyperVMode.Custom, "custom"), (HyperVMode.Passthrough, "passthrough"));

    private static readonly Switches<HyperVFeatures> s_first = new(
        ("relaxed", h => h.Relaxed, (h, v) => h with { Relaxed = v }),
        ("vapic", h => h.Vapic, (h, v) => h with { Vapic = v }));

    private static readonly Switches<HyperVFeatures> s_second = new(
        ("vpindex", h => h.VpIndex, (h, v) => h with { VpIndex = v }),
        ("runtime", h => h.Runtime, (h, v) => h with { Runtime = v }),
        ("synic", h => h.Synic, (h, v) => h with { Synic = v }));

    private static readonly Switches<HyperVFeatures> s_reset = new(("reset", h => h.Reset, (h, v) => h with { Reset = v }));

    private static readonly Switches<HyperVFeatures> s_last = new(
        ("frequencies", h => h.Frequencies, (h, v) => h with { Frequencies = v }),
        ("reenlightenment", h => h.Reenlightenment, (h, v) => h with { Reenlightenment = v }),
        ("tlbflush", h => h.TlbFlush, (h, v) => h with { TlbFlush = v }),
        ("ipi", h => h.Ipi, (h, v) => h with { Ipi = v }),
        ("evmcs", h => h.Evmcs, (h, v) => h with { Evmcs = v }),
        ("avic", h => h.Avic, (h, v) => h with { Avic = v }));

    public static HyperVFeatures? Read(Element features)
    {
        if (features.Child("hyperv") is not { } hyperv)
        {
            return null;
        }

        var mode = hyperv.Word("mode", s_modes) ?? HyperVMode.Custom;
        var result = new HyperVFeatures { Mode = mode };
        result = s_last.Read(hyperv, s_reset.Read(hyperv, s_second.Read(hyperv, s_first.Read(hyperv, result))));
        var (spinlocks, stimer, vendor) = (hyperv.Child("spinlocks"), hyperv.Child("stimer"), hyperv.Child("vendor_id"));
        var timers = stimer is null ? (bool?)null : stimer.OnOff("state") ?? true;
        return result with
        {
            Spinlocks = spinlocks?.OnOff("state") == false ? null : spinlocks?.Long("retries") ?? (spinlocks is null ? null : 4095),
            Stimer = timers,
            StimerDirect = stimer?.StateOf("direct"),
            VendorId = vendor?.OnOff("state") == false ? null : vendor?.Need("value"),
        };
    }

    public static void Write(XmlOut output, HyperVFeatures? hyperv)
    {
        if (hyperv is null)
        {
            return;
        }

        using var element = output.Element("hyperv");
        output.Attr("mode", s_modes.Of(hyperv.Mode ?? HyperVMode.Custom));
        s_first.Write(output, hyperv);
        if (hyperv.Spinlocks is not null)
        {
            using var spinlocks = output.Element("spinlocks");
            output.Attr("state", "on").Attr("retries", hyperv.Spinlocks);
        }

        s_second.Write(output, hyperv);
        using (output.ElementIfAny("stimer"))
        {
            output.OnOff("state", hyperv.Stimer ?? (hyperv.StimerDirect is null ? null : true));
            output.State("direct", hyperv.StimerDirect);
        }

        s_reset.Write(output, hyperv);
        if (hyperv.VendorId is not null)
        {
            using var vendor = output.Element("vendor_id");
            output.Attr("state", "on").Attr("value", hyperv.VendorId);
        }

        s_last.Write(output, hyperv);
    }
}
