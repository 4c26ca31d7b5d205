using Lodge.Model.Host;
using Lodge.Model.Networks;

namespace Lodge.Model.Vms;

/// <summary>Facts of one running QEMU. Kept in the run folder, so that a restarted daemon knows them.</summary>
public sealed record VmRuntime
{
    /// <summary>Process id of QEMU.</summary>
    public required int ProcessId { get; init; }

    /// <summary>When QEMU was started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The definition that it was started with.</summary>
    public required VmDefinition Definition { get; init; }

    /// <summary>Revision of <see cref="Definition"/>; 0 when it is a revision of its own, by a change of the running VM only.</summary>
    public required long DefinitionRevision { get; init; }

    /// <summary>
    /// What of the running QEMU is not as <see cref="Definition"/> says, because taking a failed change back failed
    /// too; null for nothing.
    /// </summary>
    public IReadOnlyList<string>? Differs { get; init; }

    /// <summary>Why what Lodge knows of the VM may no longer be all of it; absent for no reason.</summary>
    public IReadOnlyList<VmTaint>? Taints { get; init; }

    /// <summary>How guest code really runs: <see cref="Accelerator.Kvm"/> or <see cref="Accelerator.Tcg"/>.</summary>
    public required Accelerator Accel { get; init; }

    /// <summary>Why this accelerator was chosen, one sentence.</summary>
    public required string AccelReason { get; init; }

    /// <summary>Version of the QEMU that runs, such as <c>7.2.22</c>.</summary>
    public required string QemuVersion { get; init; }

    /// <summary>The exact machine type in use, such as <c>pc-q35-7.2</c>.</summary>
    public required string MachineName { get; init; }

    /// <summary>User id that QEMU runs as; null when it runs as the daemon's own user.</summary>
    public int? Uid { get; init; }

    /// <summary>How the process is confined.</summary>
    public required SecurityReport Security { get; init; }

    /// <summary>Where the displays listen, in the order of the definition; absent without graphics.</summary>
    public IReadOnlyList<RunningDisplay>? Displays { get; init; }

    /// <summary>
    /// Absolute paths of the host's ends of ports that were there at the start, by alias: the sockets of channels, and
    /// pseudo terminals. Null for none.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Ports { get; init; }

    /// <summary>The interfaces of the host that cards are plugged into; null for none.</summary>
    public IReadOnlyList<NicPlug>? Plugs { get; init; }

    /// <summary>
    /// Whether other processes can map the guest's memory, as those behind virtiofs must. Fixed when QEMU starts; null
    /// when the daemon that started it did not say.
    /// </summary>
    public bool? MemoryIsShared { get; init; }

    /// <summary>Absolute path of the console log; null without a serial port.</summary>
    public string? ConsoleLog { get; init; }
}
