using Lodge.Model.Host;
using Lodge.Model.Networks;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Usage;

namespace Lodge.Engine.Ports;

/// <summary>
/// Starts QEMU processes, finds those that outlived the daemon, and clears what dead ones left. The engine decides
/// when; the hypervisor knows how. Failures are <see cref="Model.Errors.LodgeException"/>s that a person can act on.
/// </summary>
public interface IHypervisor
{
    /// <summary>
    /// Checks, without changing anything, that this host can run <paramref name="definition"/>: accelerator, machine,
    /// memory, files that exist, can be opened, are what they should be and are not in use elsewhere.
    /// </summary>
    Task CheckAsync(VmDefinition definition, CancellationToken cancellationToken);

    /// <summary>
    /// Checks what a definition names of this host and its QEMU, and what does not come and go: machine, processor model,
    /// drivers of devices, processors and NUMA nodes.
    /// </summary>
    Task CheckNamesAsync(VmDefinition definition, CancellationToken cancellationToken);

    /// <summary>Finds out how the image at <paramref name="path"/> is laid out, from its first bytes.</summary>
    Task<DiskFormat> DetectFormatAsync(string path, CancellationToken cancellationToken);

    /// <summary>Reads a piece of the file or device at <paramref name="path"/>; what lies beyond its end is missing.</summary>
    Task<byte[]> PeekAsync(string path, long offset, int length, CancellationToken cancellationToken);

    /// <summary>Measures the image at <paramref name="path"/>, which no running VM has open.</summary>
    Task<ImageSize> MeasureAsync(string path, DiskFormat format, CancellationToken cancellationToken);

    /// <summary>
    /// Starts QEMU with the guest standing still, either before its first instruction or with the saved state loaded.
    /// On failure everything that was made for it has been given back.
    /// </summary>
    Task<IVmProcess> LaunchAsync(VmLaunchRequest request, CancellationToken cancellationToken);

    /// <summary>What the run folder says about VMs that were running when it was last written.</summary>
    IReadOnlyList<RunRecord> ReadRunRecords();

    /// <summary>
    /// Takes over a QEMU that a former daemon started.
    /// </summary>
    /// <returns>Null when that process is gone; then <see cref="CleanUpAsync"/> clears what it left.</returns>
    Task<IVmProcess?> ReattachAsync(RunRecord record, CancellationToken cancellationToken);

    /// <summary>
    /// Ends whatever process still belongs to the VM and removes its run folder and cgroup. Safe to repeat, and for
    /// VMs that never ran.
    /// </summary>
    /// <returns>The last lines of that QEMU's log; empty when there are none.</returns>
    Task<IReadOnlyList<string>> CleanUpAsync(Guid vmId, CancellationToken cancellationToken);

    /// <summary>Removes what belongs to no VM of <paramref name="known"/>: run folders, cgroups, processes without a record.</summary>
    Task SweepAsync(IReadOnlySet<Guid> known, CancellationToken cancellationToken);

    /// <summary>Removes everything durable that was kept for a VM besides its definition: variable store, logs.</summary>
    Task ForgetAsync(Guid vmId, CancellationToken cancellationToken);

    /// <summary>
    /// The program and the arguments that <paramref name="definition"/> would be started with now; nothing is made or
    /// started. Descriptors that would be passed are named by their numbers.
    /// </summary>
    Task<IReadOnlyList<string>> PreviewAsync(VmDefinition definition, CancellationToken cancellationToken);

    /// <summary>What the QEMU in use can do; waits for the probe when it is still under way.</summary>
    Task<QemuFacts> GetFactsAsync(CancellationToken cancellationToken);

    /// <summary>Which processors guests can have under an accelerator; auto for the one that VMs get by default. May wait for a probe.</summary>
    Task<HostCpuModels> GetCpuModelsAsync(Accelerator accel, CancellationToken cancellationToken);
}

/// <summary>What to start.</summary>
/// <param name="Definition">The VM, valid and complete.</param>
/// <param name="Revision">Its revision.</param>
/// <param name="Intent">Written to the run folder before QEMU is started, with the runtime filled in.</param>
/// <param name="RestoreFrom">Absolute path of the saved state to load; null to boot.</param>
public sealed record VmLaunchRequest(VmDefinition Definition, long Revision, RunIntent Intent, string? RestoreFrom)
{
    /// <summary>The interfaces of cards on networks of the host, which exist already; one for each such card.</summary>
    public IReadOnlyList<NicPlug> Plugs { get; init; } = [];

    /// <summary>The secrets that its disks name.</summary>
    public ISecretValues Secrets { get; init; } = NoSecretValues.Instance;
}
