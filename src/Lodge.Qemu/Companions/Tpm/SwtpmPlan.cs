using Lodge.Linux.Launch;
using Lodge.Linux.Security;
using Lodge.Qemu.Planning;

namespace Lodge.Qemu.Companions.Tpm;

/// <summary>
/// Plans swtpm, which is a TPM 2.0 in software (swtpm(8)). It keeps all that the TPM remembers in the folder it runs
/// in, and ends when QEMU closes its end.
/// </summary>
internal static class SwtpmPlan
{
    /// <summary>Name of a VM's one TPM.</summary>
    public const string Name = "tpm0";

    /// <summary>The companion.</summary>
    /// <param name="program">Absolute path of swtpm.</param>
    /// <param name="paths">Where the VM's files live.</param>
    public static CompanionPlan Of(string program, VmPaths paths) => new()
    {
        Name = Name,
        Role = "TPM",
        Program = program,
        Arguments =
        [
            "socket",
            "--tpm2",
            "--tpmstate", "dir=.,mode=0600",
            "--ctrl", OptionText.Of("", ("type", "unixio"), ("fd", PlanBuilder.Text(CompanionPlan.ListeningDescriptor))),
            "--terminate",
        ],
        Socket = paths.CompanionSocket(Name),
        Log = paths.CompanionLog(Name),
        OwnFolder = paths.TpmState,
        Reachable = [.. SystemFileRules.Of(program), new LandlockRule(paths.TpmState, LandlockAccess.Folder)],
    };
}
