using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;
using Lodge.Qemu.Companions.Tpm;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>The trusted platform module: swtpm beside QEMU, or one of the host.</summary>
internal static class TpmArguments
{
    public static void Add(PlanBuilder plan, PlanContext context)
    {
        if (context.Definition.Tpm is not { } tpm)
        {
            return;
        }

        var id = tpm.Alias ?? SwtpmPlan.Name;
        var backend = $"{id}-backend";
        plan.Add("-tpmdev", tpm.Host is { } host ? Passthrough(plan, backend, host) : Emulator(plan, context, backend));
        plan.AddDevice(DriverOf(tpm.Model, context.MachineType), ("id", id), ("tpmdev", backend));
    }

    /// <summary>How the state of the VM's TPM is made; null without one, or when swtpm makes it.</summary>
    public static TpmManufacture? Manufacture(PlanContext context) =>
        context.Definition.Tpm is { Host: null } && context.Programs.SwtpmSetup is { } program
            ? new TpmManufacture(
                program, context.Paths.TpmState, context.Paths.TpmAuthority, $"{context.Definition.Name}:{context.Definition.Id:D}")
            : null;

    private static string Emulator(PlanBuilder plan, PlanContext context, string backend)
    {
        var companion = SwtpmPlan.Of(context.Programs.RequireSwtpm(), context.Paths);
        var chardev = SocketChardev.Connected($"{backend}-socket", companion.Name, context.Paths.CompanionSocket(companion.Name));
        plan.Add(companion);
        plan.Add(chardev);
        return OptionText.Of("emulator", ("id", backend), ("chardev", chardev.Id));
    }

    // A TPM 2.0 has no file to cancel a command by, and QEMU wants to be given one.
    private static string Passthrough(PlanBuilder plan, string backend, string host) => OptionText.Of(
        "passthrough",
        ("id", backend),
        ("path", plan.PassAsSet(backend, new OpenedDevice(host))),
        ("cancel-path", "/dev/null"));

    private static string DriverOf(TpmModel? model, MachineType machine) => model switch
    {
        TpmModel.Crb => "tpm-crb",
        TpmModel.Tis => "tpm-tis",
        _ => machine == MachineType.Q35 ? "tpm-crb" : "tpm-tis",
    };
}
