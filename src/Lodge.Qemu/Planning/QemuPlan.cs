using Lodge.Linux.Launch;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Qemu.Companions;
using Lodge.Qemu.Companions.Tpm;
using Lodge.Qemu.Firmware;
using Lodge.Qemu.Planning.Devices;
using Lodge.Qemu.Planning.Graphics;

namespace Lodge.Qemu.Planning;

/// <summary>Everything that starting one VM takes, decided and not yet done.</summary>
internal sealed record QemuPlan
{
    /// <summary>Absolute path of QEMU.</summary>
    public required string Binary { get; init; }

    /// <summary>Its command line.</summary>
    public required IReadOnlyList<QemuArgument> Arguments { get; init; }

    /// <summary>What the user puts into its environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the user gives it more than Lodge knows.</summary>
    public bool IsTainted { get; init; }

    /// <summary>The devices of it that can also be made on their own, while it runs.</summary>
    public required IReadOnlyList<PlannedDevice> Devices { get; init; }

    /// <summary>What stands behind several devices.</summary>
    public required IReadOnlyList<PlannedBackend> Shared { get; init; }

    /// <summary>The descriptors it is started with.</summary>
    public required IReadOnlyList<PlannedDescriptor> Descriptors { get; init; }

    /// <summary>What it may reach by path besides.</summary>
    public required IReadOnlyList<LandlockRule> Reachable { get; init; }

    /// <summary>Whether it may open TCP connections.</summary>
    public required bool NeedsNetwork { get; init; }

    /// <summary>How guest code will run, and why.</summary>
    public required AcceleratorChoice Accelerator { get; init; }

    /// <summary>Whether it keeps all of its memory from being swapped out.</summary>
    public bool LocksMemory { get; init; }

    /// <summary>Host nodes that all its memory comes from, whatever its objects say; null for any.</summary>
    public CpuSet? MemoryNodes { get; init; }

    /// <summary>Exact machine type.</summary>
    public required string MachineName { get; init; }

    /// <summary>Where the displays are to listen, in the order of the definition.</summary>
    public required IReadOnlyList<RunningDisplay> Displays { get; init; }

    /// <summary>The folder that belongs to the VM's user and that QEMU runs in; null without one.</summary>
    public required OwnFolder? OwnFolder { get; init; }

    /// <summary>The first serial port's log; null without one.</summary>
    public required string? ConsoleLog { get; init; }

    /// <summary>The UEFI variable store that must exist before the start; null without UEFI.</summary>
    public required VariableStore? Variables { get; init; }

    /// <summary>The processes beside it, which are started before it.</summary>
    public IReadOnlyList<CompanionPlan> Companions { get; init; } = [];

    /// <summary>How the TPM's state is made the first time; null when there is none to make.</summary>
    public TpmManufacture? Tpm { get; init; }

    /// <summary>The command line as QEMU gets it.</summary>
    public IEnumerable<string> CommandLine =>
        Arguments.SelectMany(argument => argument.Value is null ? new[] { argument.Name } : [argument.Name, argument.Value]);
}

/// <summary>A UEFI variable store, and what it is made from the first time.</summary>
/// <param name="Path">Absolute path of the VM's own store.</param>
/// <param name="ChoicePath">Absolute path of the file that tells which firmware it is for.</param>
/// <param name="Firmware">The firmware, with the template.</param>
/// <param name="Renews">Whether a store that is there is set aside, because it was made for another firmware.</param>
internal sealed record VariableStore(string Path, string ChoicePath, FirmwareChoice Firmware, bool Renews);
