using Lodge.Model.Vms.Platform;

namespace Lodge.Model.Vms.Validation.Platform;

/// <summary>Switches of the platform: what KVM alone has, and which enlightenments build on which.</summary>
internal static class FeaturesValidator
{
    private const int SpinlocksLeast = 4095;

    public static void Check(VmDefinition definition, Place root)
    {
        if (definition.Features is not { } features)
        {
            return;
        }

        var place = root.In("features");
        place.Only(definition.Accel != Accelerator.Tcg, "KVM", ("irqChip", features.IrqChip), ("kvm", features.Kvm), ("hyperV", features.HyperV));
        place.AddIf(
            features.Apic == false && definition.Machine.Type == MachineType.Q35,
            "apic",
            "is off, and the PCI Express ports of q35 need it");
        place.PowerOfTwo("kvm.dirtyRing", features.Kvm?.DirtyRing, 1024, 65_536);
        if (features.HyperV is { } hyperV)
        {
            CheckHyperV(hyperV, place.In("hyperV"));
        }
    }

    private static void CheckHyperV(HyperVFeatures hyperV, Place place)
    {
        place.Range("spinlocks", hyperV.Spinlocks, SpinlocksLeast, uint.MaxValue);
        place.Printable("vendorId", hyperV.VendorId, 12, least: 1);
        if (hyperV.Mode == HyperVMode.Passthrough)
        {
            return;
        }

        Needs("synic", hyperV.Synic, "vpIndex", hyperV.VpIndex);
        Needs("stimer", hyperV.Stimer, "synic", hyperV.Synic);
        Needs("stimerDirect", hyperV.StimerDirect, "stimer", hyperV.Stimer);
        Needs("tlbFlush", hyperV.TlbFlush, "vpIndex", hyperV.VpIndex);
        Needs("ipi", hyperV.Ipi, "vpIndex", hyperV.VpIndex);
        Needs("evmcs", hyperV.Evmcs, "vapic", hyperV.Vapic);

        void Needs(string field, bool? value, string other, bool? otherValue) =>
            place.AddIf(value == true && otherValue != true, field, $"needs features.hyperV.{other}");
    }
}
