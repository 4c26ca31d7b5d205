using System.Collections.Concurrent;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Model.Vms;

namespace Lodge.Api.Tests.Support;

/// <summary>Starts fake guests.</summary>
internal sealed class FakeHypervisor : IHypervisor
{
    public ConcurrentDictionary<Guid, FakeGuest> Guests { get; } = new();

    /// <summary>What the next check or start fails with.</summary>
    public Exception? Failure { get; set; }

    public Task CheckAsync(VmDefinition definition, CancellationToken cancellationToken) =>
        Failure is { } failure ? Task.FromException(failure) : Task.CompletedTask;

    public Task<DiskFormat> DetectFormatAsync(string path, CancellationToken cancellationToken) => File.Exists(path)
        ? Task.FromResult(DiskFormat.Raw)
        : Task.FromException<DiskFormat>(new LodgeException(ErrorCode.FileNotFound, $"{path} does not exist."));

    public Task<IVmProcess> LaunchAsync(VmLaunchRequest request, CancellationToken cancellationToken)
    {
        var guest = new FakeGuest(new VmRuntime
        {
            ProcessId = 4711,
            StartedAt = DateTimeOffset.UnixEpoch,
            Definition = request.Definition,
            DefinitionRevision = request.Revision,
            Accel = Accelerator.Tcg,
            AccelReason = "There is no real host here.",
            QemuVersion = "7.2.22",
            MachineName = "pc-q35-7.2",
            Security = new SecurityReport([new SecurityItem("seccomp", SecurityState.Enforced, "All of it.")]),
        });
        Guests[request.Definition.Id] = guest;
        return Task.FromResult<IVmProcess>(guest);
    }

    public IReadOnlyList<RunRecord> ReadRunRecords() => [];

    public Task<IVmProcess?> ReattachAsync(RunRecord record, CancellationToken cancellationToken) => Task.FromResult<IVmProcess?>(null);

    public Task<IReadOnlyList<string>> CleanUpAsync(Guid vmId, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

    public Task SweepAsync(IReadOnlySet<Guid> known, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task ForgetAsync(Guid vmId, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<QemuFacts> GetFactsAsync(CancellationToken cancellationToken) => Task.FromResult(FakeHost.Facts);
}
