using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Platform;

namespace Lodge.Qemu.Firmware;

/// <summary>What a definition says about firmware, as a decision. Pure.</summary>
internal static class FirmwareWishes
{
    private const uint EncryptsRegisters = 1 << 2; // SEV-ES

    /// <summary>The firmware to use; null for the board's own BIOS.</summary>
    /// <param name="definition">The VM.</param>
    /// <param name="machineName">Its exact machine type.</param>
    /// <param name="kept">The choice that its variable store was made for; null without one.</param>
    /// <param name="installed">What the host has, in order of priority.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.Unsupported"/>: its board has no UEFI, or nothing installed fits.</exception>
    public static FirmwareDecision? Decide(
        VmDefinition definition, string machineName, FirmwareChoice? kept, IReadOnlyList<FirmwareDescriptor> installed)
    {
        var boot = definition.Boot;
        if (boot.Firmware != FirmwareType.Uefi)
        {
            return boot.Loader is { } bios ? new(new FirmwareChoice { Mapping = FirmwareMapping.Memory, Code = bios }, Renews: false) : null;
        }

        if (definition.Machine.Type == MachineType.Microvm)
        {
            throw new LodgeException(
                ErrorCode.Unsupported, "A microvm has no UEFI.", "Use the machine type 'q35', or the firmware 'bios'.");
        }

        return boot.Loader is { } loader
            ? new(Named(loader, boot, installed), Renews: false)
            : WithTemplate(FirmwareDecision.Decide(WishOf(definition, machineName), kept, installed), boot);
    }

    /// <summary>The wish of a definition that leaves the choice open.</summary>
    public static FirmwareWish WishOf(VmDefinition definition, string machineName) => new()
    {
        MachineName = machineName,
        SecureBoot = definition.Boot.SecureBoot == true,
        EnrolledKeys = definition.Boot.EnrolledKeys,
        MayHaveSmm = definition.Machine.Type == MachineType.Q35 && definition.Features?.Smm != false,
        Needs = definition.LaunchSecurity switch
        {
            SevSecurity sev when ((sev.Policy ?? 0) & EncryptsRegisters) != 0 => [FirmwareFeature.AmdSevEs],
            SevSecurity => [FirmwareFeature.AmdSev],
            SevSnpSecurity => [FirmwareFeature.AmdSevSnp],
            _ => [],
        },
    };

    // Who names a firmware knows it; its description, where there is one, tells the rest.
    private static FirmwareChoice Named(string loader, BootDefinition boot, IReadOnlyList<FirmwareDescriptor> installed)
    {
        var known = installed.FirstOrDefault(firmware => firmware.Code == loader) is { } firmware ? FirmwareChoice.Of(firmware) : null;
        var template = boot.NvramTemplate ?? known?.VarsTemplate;
        return new FirmwareChoice
        {
            Mapping = known?.Mapping == FirmwareMapping.Memory ? FirmwareMapping.Memory
                : template is not null || boot.Nvram is not null ? FirmwareMapping.SplitFlash
                : FirmwareMapping.StatelessFlash,
            Code = loader,
            CodeFormat = known?.CodeFormat ?? FormatOf(loader),
            VarsTemplate = template,
            VarsFormat = boot.NvramTemplate is { } named ? FormatOf(named) : known?.VarsFormat ?? FormatOf(boot.Nvram ?? ""),
            RequiresSmm = known?.RequiresSmm ?? boot.SecureBoot == true,
            SecureBoot = known?.SecureBoot ?? boot.SecureBoot == true,
            EnrolledKeys = known?.EnrolledKeys ?? boot.EnrolledKeys ?? boot.SecureBoot == true,
        };
    }

    private static FirmwareDecision WithTemplate(FirmwareDecision decision, BootDefinition boot) => boot.NvramTemplate is { } template
        ? decision with { Choice = decision.Choice with { VarsTemplate = template, VarsFormat = FormatOf(template) } }
        : decision;

    private static FirmwareFormat FormatOf(string path) =>
        path.EndsWith(".qcow2", StringComparison.Ordinal) ? FirmwareFormat.Qcow2 : FirmwareFormat.Raw;
}
