using Lodge.Model.Vms.Tuning;

namespace Lodge.Qemu.Tests.Planning;

/// <summary>What definitions can say that is in no golden plan, and why.</summary>
internal static class Elsewhere
{
    private const string Chosen = "each plan is made for the accelerator that the host chose; both are in PlanCases";
    private const string Preset = "becomes single values before anything is planned: TuningProfilesTests of the model";

    private const string Counted = "the host's kernel counts them, and QEMU hears nothing of it: ThreadCounterTests";
    private const string Found = "stands for another source, which is found before anything is planned";

    public static IReadOnlyDictionary<string, string> Fields { get; } = new Dictionary<string, string>
    {
        ["KeptXml.Metadata"] = "kept for libvirt's clients; QEMU hears nothing of it",
        ["MemoryDefinition.Current"] = "the balloon moves there after the start: FirstSettingsTests",
        ["TpmDefinition.Address"] = "a TPM of these boards stands at a fixed address",
        ["TpmDefinition.KeepState"] = "says what becomes of the state's files when the VM is deleted",
        ["TuningDefinition.PerfEvents"] = Counted,
        ["TuningDefinition.Profile"] = Preset,
        ["VmDefinition.Description"] = "for people",
        ["VmDefinition.Title"] = "for people",
        ["VolumeDiskSource.At"] = Found,
        ["VolumeDiskSource.Pool"] = Found,
        ["VolumeDiskSource.Volume"] = Found,
    };

    public static IReadOnlyDictionary<string, string> Choices { get; } = new Dictionary<string, string>(
        Enum.GetNames<PerfEvent>().Select(name => KeyValuePair.Create($"{nameof(PerfEvent)}.{name}", Counted)))
    {
        ["Accelerator.Kvm"] = Chosen,
        ["Accelerator.Tcg"] = Chosen,
        ["TuningProfile.Density"] = Preset,
        ["TuningProfile.General"] = Preset,
        ["TuningProfile.Latency"] = Preset,
        ["TuningProfile.Throughput"] = Preset,
    };
}
