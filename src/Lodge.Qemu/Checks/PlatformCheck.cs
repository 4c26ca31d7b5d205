using Lodge.Linux.Processors;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Platform;
using Lodge.Qemu.Host;
using Lodge.Qemu.Images;
using Lodge.Qemu.Planning;

namespace Lodge.Qemu.Checks;

/// <summary>Clock, files for the firmware, launch security.</summary>
internal static class PlatformCheck
{
    /// <summary>A time zone that the host knows.</summary>
    public static Task Clock(CheckContext context, CancellationToken cancellationToken)
    {
        _ = GuestZone.OffsetOf(context.Definition.Clock, DateTimeOffset.UtcNow);
        return Task.CompletedTask;
    }

    /// <summary>Files for fw_cfg that are there.</summary>
    public static Task FirmwareConfig(CheckContext context, CancellationToken cancellationToken)
    {
        foreach (var entry in context.Definition.Boot.FirmwareConfig ?? [])
        {
            if (entry.File is { } file)
            {
                _ = ImageFile.Identify(file, $"firmware configuration '{entry.Name}'");
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Encrypted memory, where processor, kernel and QEMU can do it.</summary>
    public static Task LaunchSecurity(CheckContext context, CancellationToken cancellationToken)
    {
        if (context.Definition.LaunchSecurity is not { } security)
        {
            return Task.CompletedTask;
        }

        var (name, type) = security is SevSnpSecurity ? ("AMD SEV-SNP", "sev-snp-guest") : ("AMD SEV", "sev-guest");
        var obstacle = !context.Facts.Objects.Contains(type) ? $"QEMU {context.Facts.Version} was built without it"
            : MemoryEncryption.Read() is null ? "the processor does not have it"
            : !File.Exists("/dev/sev") ? "the kernel offers no /dev/sev"
            : AcceleratorChoice.Decide(context.Definition.Accel, context.Policy, context.Kvm, context.Facts.HasKvm).Kind != Accelerator.Kvm ? "it needs KVM, and the VM gets TCG here"
            : null;
        return obstacle is null
            ? Task.CompletedTask
            : throw new LodgeException(
                ErrorCode.Unsupported,
                $"The VM's memory is to be encrypted by {name} (launchSecurity), which this host cannot do: {obstacle}.",
                "Start it on a host that can, or leave launchSecurity out.");
    }
}
