using Lodge.Engine.Ports;
using Lodge.Linux.Memory;
using Lodge.Linux.Topology;
using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Usage;
using Lodge.Qemu.Checks;
using Lodge.Qemu.Companions;
using Lodge.Qemu.Firmware;
using Lodge.Qemu.Host;
using Lodge.Qemu.Images;
using Lodge.Qemu.Launching;
using Lodge.Qemu.Planning;
using Lodge.Qemu.Recovery;
using Lodge.Qemu.RunFolders;

namespace Lodge.Qemu;

/// <summary>The engine's hypervisor, made of QEMU: each method hands over to who does it.</summary>
internal sealed class QemuHypervisor(LaunchTools tools, QemuLauncher launcher, Reattacher reattacher, Sweeper sweeper) : IHypervisor
{
    public async Task CheckAsync(VmDefinition definition, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(definition, cancellationToken);
        if (CpuCheck.NeedsModelsOf(definition, context) is { } accel)
        {
            context = context with { Cpus = await tools.CpuModels.GetAsync(accel, cancellationToken) };
        }

        await VmChecker.CheckAsync(context, cancellationToken);
    }

    public async Task CheckNamesAsync(VmDefinition definition, CancellationToken cancellationToken) =>
        await VmChecker.CheckNamesAsync(await ContextAsync(definition, cancellationToken), cancellationToken);

    public Task<DiskFormat> DetectFormatAsync(string path, CancellationToken cancellationToken) =>
        ImageChainReader.DetectFormatAsync(path, "disk image", cancellationToken);

    public Task<byte[]> PeekAsync(string path, long offset, int length, CancellationToken cancellationToken) =>
        ImageFile.ReadAsync(path, "disk image", offset, length, cancellationToken);

    public Task<ImageSize> MeasureAsync(string path, DiskFormat format, CancellationToken cancellationToken) =>
        ImageMeasure.MeasureAsync(path, format, cancellationToken);

    public Task<IVmProcess> LaunchAsync(VmLaunchRequest request, CancellationToken cancellationToken) =>
        launcher.LaunchAsync(request, cancellationToken);

    public IReadOnlyList<RunRecord> ReadRunRecords() =>
        [.. tools.Folders.ListRunning().Select(vmId => RunRecordFile.Read(tools.Folders.Of(vmId).Record)).OfType<RunRecord>()];

    public Task<IVmProcess?> ReattachAsync(RunRecord record, CancellationToken cancellationToken) =>
        reattacher.ReattachAsync(record, cancellationToken);

    public async Task<IReadOnlyList<string>> CleanUpAsync(Guid vmId, CancellationToken cancellationToken)
    {
        await tools.Cleaner.EndAndClearAsync(vmId, cancellationToken);
        return Logs.QemuLog.LastWords(tools.Folders.Of(vmId).QemuLog);
    }

    public Task SweepAsync(IReadOnlySet<Guid> known, CancellationToken cancellationToken) => sweeper.SweepAsync(known, cancellationToken);

    public Task ForgetAsync(Guid vmId, CancellationToken cancellationToken)
    {
        var paths = tools.Folders.Of(vmId);
        foreach (var folder in new[] { paths.StateFolder, paths.LogFolder }.Where(Directory.Exists))
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (DirectoryNotFoundException)
            {
                continue; // It went meanwhile.
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                throw new LodgeException(
                    ErrorCode.StorageFailed,
                    $"'{folder}' cannot be removed: {failure.Message}",
                    "See that the daemon's state and log folders are writable.",
                    failure);
            }
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<string>> PreviewAsync(VmDefinition definition, CancellationToken cancellationToken) =>
        launcher.PreviewAsync(definition, cancellationToken);

    public Task<QemuFacts> GetFactsAsync(CancellationToken cancellationToken) => tools.Facts.GetAsync(cancellationToken);

    public async Task<HostCpuModels> GetCpuModelsAsync(Accelerator accel, CancellationToken cancellationToken)
    {
        var kvm = await tools.Kvm.GetAsync(cancellationToken);
        var facts = await tools.Facts.GetAsync(cancellationToken);
        var choice = AcceleratorChoice.Decide(accel, tools.Options.Accelerator, kvm, facts.HasKvm, "the request");
        return await tools.CpuModels.GetAsync(choice.Kind, cancellationToken);
    }

    private async Task<CheckContext> ContextAsync(VmDefinition definition, CancellationToken cancellationToken) => new()
    {
        Definition = definition,
        Facts = await tools.Facts.GetAsync(cancellationToken),
        KeptFirmware = KeptFirmware.Read(tools.Folders.Of(definition.Id), definition.Boot),
        Kvm = await tools.Kvm.GetAsync(cancellationToken),
        Programs = CompanionPrograms.Find(),
        HasOwnUsers = tools.Options.Uids is not null,
        TlsFolder = tools.Options.TlsFolder,
        Policy = tools.Options.Accelerator,
        Memory = MemoryInfo.Read(),
        Topology = new Lazy<HostTopology>(TopologyReader.Read),
        HugePages = new Lazy<IReadOnlyList<HugePagePool>>(() => new HugePages().Read()),
        Claims = tools.Claims,
    };
}
