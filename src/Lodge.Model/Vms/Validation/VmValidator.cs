using Lodge.Model.Errors;
using Lodge.Model.Vms.Validation.Addresses;
using Lodge.Model.Vms.Validation.Compute;
using Lodge.Model.Vms.Validation.Devices;
using Lodge.Model.Vms.Validation.Platform;
using Lodge.Model.Vms.Validation.Tuning;

namespace Lodge.Model.Vms.Validation;

/// <summary>Checks what can be checked of a definition without a host. One validator a concern; all flaws are collected.</summary>
public static class VmValidator
{
    private static readonly Action<VmDefinition, Place>[] Concerns =
    [
        IdentityValidator.Check,
        MachineValidator.Check,
        MicrovmValidator.Check,
        BootValidator.Check,
        SmbiosValidator.Check,
        CpuValidator.Check,
        VcpuValidator.Check,
        MemoryValidator.Check,
        MemoryDeviceValidator.Check,
        NumaValidator.Check,
        FeaturesValidator.Check,
        ClockValidator.Check,
        LaunchSecurityValidator.Check,
        CpuTuningValidator.Check,
        IoThreadValidator.Check,
        ResourceTuningValidator.Check,
        DiskValidator.Check,
        NetworkDiskValidator.Check,
        DiskBusValidator.Check,
        DiskGeometryValidator.Check,
        DiskThrottleValidator.Check,
        NicValidator.Check,
        NicSourceValidator.Check,
        ControllerValidator.Check,
        CharacterValidator.Check,
        BackendValidator.Check,
        GraphicsValidator.Check,
        VideoValidator.Check,
        InputValidator.Check,
        FileSystemValidator.Check,
        SharedMemoryValidator.Check,
        HostDeviceValidator.Check,
        SmallDeviceValidator.Check,
        IommuValidator.Check,
        AliasValidator.Check,
        BootOrderValidator.Check,
        AddressValidator.Check,
        PciAddressValidator.Check,
    ];

    /// <summary>All flaws of <paramref name="definition"/>; empty when it is sound.</summary>
    public static IReadOnlyList<Flaw> Check(VmDefinition definition)
    {
        var root = Place.Root();
        foreach (var concern in Concerns)
        {
            concern(definition, root);
        }

        return root.Flaws;
    }

    /// <summary>Refuses a definition with flaws.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidArgument"/>, naming every flaw.</exception>
    public static void ThrowIfFlawed(VmDefinition definition)
    {
        var flaws = Check(definition);
        if (flaws.Count == 0)
        {
            return;
        }

        var what = flaws.Count == 1
            ? $"The definition of VM '{definition.Name}' is not valid: {flaws[0]}."
            : $"The definition of VM '{definition.Name}' has {flaws.Count} errors: {string.Join("; ", flaws)}.";
        throw new LodgeException(ErrorCode.InvalidArgument, what, "Correct it and try again; nothing was changed.");
    }
}
