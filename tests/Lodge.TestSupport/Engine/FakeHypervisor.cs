using Lodge.Engine.Ports;
using Lodge.Model.Host;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Usage;

namespace Lodge.TestSupport.Engine;

internal sealed class FakeHypervisor(FakeWorld world, Fate fate) : IHypervisor
{
    private static int _nextProcessId = 1000;

    public Task CheckAsync(VmDefinition definition, CancellationToken cancellationToken) =>
        world.CheckFailure is { } failure ? Task.FromException(failure) : Task.CompletedTask;

    public Task CheckNamesAsync(VmDefinition definition, CancellationToken cancellationToken) =>
        world.NamesFailure?.Invoke(definition) is { } failure ? Task.FromException(failure) : Task.CompletedTask;

    public Task<DiskFormat> DetectFormatAsync(string path, CancellationToken cancellationToken) => Task.FromResult(DiskFormat.Raw);

    public Task<IReadOnlyList<string>> PreviewAsync(VmDefinition definition, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>(["/usr/bin/qemu-system-x86_64", "-name", $"guest={definition.Name}", "-append", "it's two words"]);

    public Task<byte[]> PeekAsync(string path, long offset, int length, CancellationToken cancellationToken) =>
        Task.FromResult(Enumerable.Range(0, (int)Math.Clamp(512 - offset, 0, length)).Select(i => (byte)(offset + i)).ToArray());

    public Task<ImageSize> MeasureAsync(string path, DiskFormat format, CancellationToken cancellationToken) =>
        Task.FromResult(new ImageSize(1 << 20, 4096, 8192));

    public async Task<IVmProcess> LaunchAsync(VmLaunchRequest request, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var id = request.Definition.Id;
        fate.Touch();
        world.RunFolder[id] = new RunRecord { Intent = request.Intent };
        fate.Touch();
        var qemu = new FakeQemu(id, Interlocked.Increment(ref _nextProcessId));
        request.Definition.Nics.Select(nic => nic.Alias!).ToList().ForEach(alias => qemu.Devices[alias] = 0);
        request.Definition.Disks.Where(disk => disk.Source is not null).ToList().ForEach(disk => qemu.Tops[disk.Name!] = disk.Source!.HostPath()!);
        world.Processes[id] = qemu;
        fate.Touch();
        var runtime = RuntimeOf(request, qemu);
        world.RunFolder[id] = new RunRecord { Intent = request.Intent, Runtime = runtime };
        fate.Touch();
        if (world.LaunchFailure is { } failure)
        {
            world.Processes.TryRemove(id, out _);
            world.RunFolder.TryRemove(id, out _);
            throw failure;
        }

        if (request.RestoreFrom is not null)
        {
            qemu.State = GuestRunState.Loading;
            fate.Touch();
            qemu.State = GuestRunState.Paused;
        }

        return new FakeProcess(world, fate, qemu, runtime);
    }

    public IReadOnlyList<RunRecord> ReadRunRecords() => [.. world.RunFolder.Values];

    public Task<IVmProcess?> ReattachAsync(RunRecord record, CancellationToken cancellationToken) =>
        world.ReattachFailure is { } failure ? Task.FromException<IVmProcess?>(failure) : Task.FromResult<IVmProcess?>(world.Processes.TryGetValue(record.Intent.Definition.Id, out var qemu)
            ? new FakeProcess(world, fate, qemu, record.Runtime!)
            : null);

    public Task<IReadOnlyList<string>> CleanUpAsync(Guid vmId, CancellationToken cancellationToken)
    {
        fate.Touch();
        world.Processes.TryRemove(vmId, out _);
        world.RunFolder.TryRemove(vmId, out _);
        return Task.FromResult<IReadOnlyList<string>>(["last line"]);
    }

    public Task SweepAsync(IReadOnlySet<Guid> known, CancellationToken cancellationToken)
    {
        fate.Touch();
        foreach (var id in world.Processes.Keys.Concat(world.RunFolder.Keys).Where(id => !known.Contains(id)))
        {
            world.Processes.TryRemove(id, out _);
            world.RunFolder.TryRemove(id, out _);
        }

        return Task.CompletedTask;
    }

    public Task ForgetAsync(Guid vmId, CancellationToken cancellationToken)
    {
        fate.Touch();
        world.Forgotten[vmId] = true;
        return Task.CompletedTask;
    }

    public Task<QemuFacts> GetFactsAsync(CancellationToken cancellationToken) => Task.FromResult(new QemuFacts
    {
        Binary = "/usr/bin/qemu-system-x86_64",
        Fingerprint = "fake",
        Version = "7.2.0",
        Machines = [],
        CpuModels = [],
        Commands = [],
        Devices = [],
        HasKvm = true,
    });

    public Task<HostCpuModels> GetCpuModelsAsync(Accelerator accel, CancellationToken cancellationToken) => Task.FromResult(new HostCpuModels
    {
        Accel = Accelerator.Tcg,
        Host = new CpuModelInfo { Name = "max", Vendor = "AuthenticAMD", Features = ["avx", "sse", "sse2"] },
        Models =
        [
            new CpuModelInfo { Name = "big", Vendor = "AuthenticAMD", Missing = ["avx512f"], Features = ["avx", "avx512f", "sse", "sse2"] },
            new CpuModelInfo { Name = "small", Vendor = "AuthenticAMD", Features = ["sse"] },
        ],
        KnownFeatures = ["avx", "avx512f", "sse", "sse2"],
    });

    private static VmRuntime RuntimeOf(VmLaunchRequest request, FakeQemu qemu) => new()
    {
        ProcessId = qemu.ProcessId,
        StartedAt = DateTimeOffset.UnixEpoch,
        Definition = request.Definition,
        DefinitionRevision = request.Revision,
        Accel = Accelerator.Tcg,
        AccelReason = "a fake",
        QemuVersion = "7.2.0",
        MachineName = "pc-q35-7.2",
        Security = new SecurityReport([]),
        Plugs = request.Plugs.Count == 0 ? null : request.Plugs,
    };
}
