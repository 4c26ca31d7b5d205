using System.IO.Enumeration;
using Lodge.Model.Errors;
using Lodge.Model.Host;

namespace Lodge.Qemu.Firmware;

/// <summary>Picks the UEFI firmware of a VM among those installed. Pure.</summary>
internal static class FirmwareSelection
{
    private const string Install = "Install one (Debian: apt install ovmf), or use the firmware 'bios'.";

    /// <summary>The firmware with the highest priority that fits.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.Unsupported"/>: none does; the message says on what it fails.</exception>
    public static FirmwareDescriptor Choose(FirmwareWish wish, IReadOnlyList<FirmwareDescriptor> installed)
    {
        var left = installed;
        foreach (var (fits, obstacle, remedy) in Steps(wish))
        {
            var next = left.Where(fits).ToList();
            if (next.Count == 0)
            {
                throw new LodgeException(ErrorCode.Unsupported, obstacle, remedy);
            }

            left = next;
        }

        return Preferences(wish).Aggregate(left, Narrow)[0];
    }

    /// <summary>Whether a firmware still is what a VM needs.</summary>
    public static bool Satisfies(FirmwareWish wish, FirmwareChoice choice) =>
        (!wish.SecureBoot || choice.SecureBoot)
        && (wish.SecureBoot || !choice.EnrolledKeys || wish.EnrolledKeys == true)
        && (wish.EnrolledKeys is not { } keys || keys == choice.EnrolledKeys)
        && (wish.MayHaveSmm || !choice.RequiresSmm)
        && (wish.Stateless is not { } stateless || stateless != choice.HasStore);

    private static IEnumerable<(Func<FirmwareDescriptor, bool> Fits, string Obstacle, string Remedy)> Steps(FirmwareWish wish)
    {
        yield return (
            firmware => firmware.Interfaces.Contains("uefi") && firmware.Targets.Any(target => target.Architecture == wish.Architecture),
            $"The VM boots through UEFI, and no UEFI firmware for {wish.Architecture} is installed on this host.",
            Install);
        yield return (
            firmware => RunsOn(firmware, wish),
            $"The VM boots through UEFI, and no installed UEFI firmware runs on the machine type '{wish.MachineName}'.",
            "Use the machine type 'q35', or the firmware 'bios'.");
        yield return (
            firmware => !wish.SecureBoot || firmware.Features.Contains(FirmwareFeature.SecureBoot),
            $"The VM asks for secure boot, and no installed UEFI firmware for the machine type '{wish.MachineName}' has it.",
            "Use the machine type 'q35', install a firmware that has it (Debian: apt install ovmf), or switch secure boot off.");
        yield return (
            firmware => wish.MayHaveSmm || !firmware.Features.Contains(FirmwareFeature.RequiresSmm),
            "The installed UEFI firmware that would fit needs the system management mode, and the VM has it switched off.",
            "Leave the feature smm on, or switch secure boot off.");
        yield return (
            firmware => KeysFit(wish, firmware),
            KeysObstacle(wish),
            "Leave the choice of keys out, or name loader and NVRAM template outright.");
        yield return (
            firmware => wish.Stateless is not { } stateless || stateless == (firmware.Mapping != FirmwareMapping.SplitFlash),
            wish.Stateless == true ? "The VM asks for a firmware without variable store, and none is installed." : "Only firmware without variable store is installed.",
            "Let the VM have a variable store, or install another firmware.");
        yield return (
            firmware => wish.Needs.All(firmware.Features.Contains),
            $"The VM needs a UEFI firmware with {string.Join(" and ", wish.Needs)}, and none is installed.",
            "Install a firmware that has it, or leave launch security out.");
    }

    private static bool RunsOn(FirmwareDescriptor firmware, FirmwareWish wish) => firmware.Targets.Any(target =>
        target.Architecture == wish.Architecture
        && target.Machines.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, wish.MachineName, ignoreCase: false)));

    // Without a word about keys, secure boot wants them where there are any; a guest without secure boot must not get
    // a template under which its unsigned boot loader is refused.
    private static bool KeysFit(FirmwareWish wish, FirmwareDescriptor firmware)
    {
        var has = firmware.Features.Contains(FirmwareFeature.EnrolledKeys);
        return wish.EnrolledKeys is { } keys ? keys == has : wish.SecureBoot || !has;
    }

    private static string KeysObstacle(FirmwareWish wish) => wish.EnrolledKeys == true
        ? "The VM asks for a UEFI variable store with enrolled keys, and no installed firmware brings one."
        : "The installed UEFI firmware that would fit has only variable stores with enrolled keys.";

    private static IEnumerable<Func<FirmwareDescriptor, bool>> Preferences(FirmwareWish wish)
    {
        yield return firmware => firmware.Features.Contains(FirmwareFeature.SecureBoot) == wish.SecureBoot;
        yield return firmware => firmware.Features.Contains(FirmwareFeature.EnrolledKeys) == (wish.EnrolledKeys ?? wish.SecureBoot);
        yield return firmware => firmware.Mapping == FirmwareMapping.SplitFlash;
    }

    private static IReadOnlyList<FirmwareDescriptor> Narrow(IReadOnlyList<FirmwareDescriptor> left, Func<FirmwareDescriptor, bool> prefers) =>
        left.Where(prefers).ToList() is { Count: > 0 } better ? better : left;
}
