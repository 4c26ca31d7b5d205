using System.Net.Http.Headers;
using System.Text.Json.Serialization.Metadata;
using Lodge.Api.Contracts;
using Lodge.Client.Agents;
using Lodge.Client.Changes;
using Lodge.Client.Checkpoints;
using Lodge.Client.Consoles;
using Lodge.Client.DiskJobs;
using Lodge.Client.Events;
using Lodge.Client.Http;
using Lodge.Client.Images;
using Lodge.Client.Jobs;
using Lodge.Client.Networks;
using Lodge.Client.Panel;
using Lodge.Client.Snapshots;
using Lodge.Client.Storage;
using Lodge.Model.Errors;
using Lodge.Model.Events;
using Lodge.Model.Host;
using Lodge.Model.Jobs;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Guest;
using Lodge.Model.Vms.States;
using Lodge.Model.Vms.Tuning;
using Lodge.Model.Vms.Usage;

namespace Lodge.Client;

/// <summary>
/// Everything that a daemon's REST API offers, one method an operation. A VM is named by name or id. Every failure
/// is a <see cref="LodgeException"/> with the daemon's own code, message and remedy; when the daemon cannot be reached
/// the code is <see cref="ErrorCode.Unreachable"/>. Reads give up after 30 s, changes wait for the daemon. Safe for
/// use by several tasks at once.
/// </summary>
/// <param name="address">Where the daemon listens; nothing is sent before the first call.</param>
public sealed class LodgeClient(LodgeAddress address) : IDisposable
{
    private readonly ApiTransport _transport = new(address);

    /// <summary>Screens, keyboards, and what debuggers need.</summary>
    public PanelClient Panel => new(_transport);

    /// <summary>Changes of definitions and of running VMs.</summary>
    public ChangeClient Changes => new(_transport);

    /// <summary>What the agents of guests tell and do.</summary>
    public AgentClient Agent => new(_transport);

    /// <summary>Networks, their leases and their port forwards.</summary>
    public NetworkClient Networks => new(_transport);

    /// <summary>Copying, merging and moving disks of VMs.</summary>
    public DiskJobClient DiskJobs => new(_transport);

    /// <summary>Snapshots of VMs.</summary>
    public SnapshotClient Snapshots => new(_transport);

    /// <summary>Checkpoints of VMs.</summary>
    public CheckpointClient Checkpoints => new(_transport);

    /// <summary>Bridges over the host's interfaces.</summary>
    public HostBridgeClient HostBridges => new(_transport);

    /// <summary>Images.</summary>
    public ImageClient Images => new(_transport);

    /// <summary>Security groups.</summary>
    public SecurityGroupClient SecurityGroups => new(_transport);

    /// <summary>Storage pools.</summary>
    public PoolClient Pools => new(_transport);

    /// <summary>Volumes of storage pools.</summary>
    public VolumeClient Volumes => new(_transport);

    private static ApiJson Json => ClientJson.Lenient;

    /// <summary>Where the daemon listens.</summary>
    public LodgeAddress Address => _transport.Address;

    /// <inheritdoc/>
    public void Dispose() => _transport.Dispose();

    /// <summary>Versions of the daemon, its API and its QEMU.</summary>
    public Task<VersionInfo> GetVersionAsync(CancellationToken cancellationToken = default) =>
        _transport.GetAsync("v1/version", Json.VersionInfo, cancellationToken);

    /// <summary>What the daemon's host is and can do.</summary>
    public Task<HostReport> GetHostAsync(CancellationToken cancellationToken = default) =>
        _transport.GetAsync("v1/host", Json.HostReport, cancellationToken);

    /// <summary>The host's huge pages, and who uses them.</summary>
    public Task<HugePageReport> GetHugePagesAsync(CancellationToken cancellationToken = default) =>
        _transport.GetAsync("v1/host/hugepages", Json.HugePageReport, cancellationToken);

    /// <summary>Reserves huge pages, or gives them back; all that are asked for, or none.</summary>
    public Task<HugePageReport> ReserveHugePagesAsync(HugePageRequest request, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(
            _transport.Request(HttpMethod.Put, "v1/host/hugepages", request, ApiJson.Default.HugePageRequest), Json.HugePageReport, cancellationToken);

    /// <summary>Processor models, what they are made of, and what the daemon's host lacks for each.</summary>
    /// <param name="accel">Under which accelerator; null for the one that VMs get by default.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<HostCpuModels> GetCpuModelsAsync(Accelerator? accel = null, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Cpu("-models", accel), Json.HostCpuModels, cancellationToken);

    /// <summary>How a processor relates to the daemon's host.</summary>
    public Task<CpuComparison> CompareCpuAsync(CpuSpec cpu, Accelerator? accel = null, CancellationToken cancellationToken = default) =>
        PostAsync(ApiPath.Cpu("/compare", accel), cpu, ApiJson.Default.CpuSpec, Json.CpuComparison, cancellationToken);

    /// <summary>The best processor that all of several can be.</summary>
    public Task<CpuSpec> BaselineCpuAsync(
        IReadOnlyList<CpuSpec> cpus, Accelerator? accel = null, CancellationToken cancellationToken = default) => PostAsync(
        ApiPath.Cpu("/baseline", accel), new CpuBaselineRequest { Cpus = cpus }, ApiJson.Default.CpuBaselineRequest, Json.CpuSpec, cancellationToken);

    /// <summary>All VMs, by name.</summary>
    /// <param name="state">Only those in this state; null for all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<IReadOnlyList<VmSummary>> ListVmsAsync(VmState? state = null, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Vms(state), Json.IReadOnlyListVmSummary, cancellationToken);

    /// <summary>As the other, with the IP addresses of running VMs; takes half a second at most.</summary>
    public Task<IReadOnlyList<VmSummary>> ListVmsWithAddressesAsync(VmState? state = null, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Vms(state, addresses: true), Json.IReadOnlyListVmSummary, cancellationToken);

    /// <summary>One VM with everything known about it.</summary>
    public Task<Vm> GetVmAsync(string vm, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Vm(vm), Json.Vm, cancellationToken);

    /// <summary>What a running guest says of its memory.</summary>
    public Task<GuestMemory> GetMemoryAsync(string vm, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Vm(vm, "/memory"), Json.GuestMemory, cancellationToken);

    /// <summary>What the kernel has counted of a running VM's threads, as its tuning asks for.</summary>
    public Task<IReadOnlyList<PerfCount>> GetPerfCountsAsync(string vm, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Vm(vm, "/perf"), Json.IReadOnlyListPerfCount, cancellationToken);

    /// <summary>Every value of a VM's tuning that is in effect, with where it comes from.</summary>
    public Task<TuningReport> GetTuningAsync(string vm, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Vm(vm, "/tuning"), Json.TuningReport, cancellationToken);

    /// <summary>
    /// One VM, to change its definition and give that to <see cref="ReplaceVmAsync(string, VmDefinition, long?, CancellationToken)"/>. Unlike
    /// <see cref="GetVmAsync"/> it fails with <see cref="ErrorCode.Unsupported"/> when a newer daemon uses fields that
    /// this client does not know, since writing the definition back would lose them.
    /// </summary>
    public Task<Vm> GetVmForEditAsync(string vm, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Vm(vm), ApiJson.Default.Vm, cancellationToken);

    /// <summary>Defines a VM, and starts it when asked to.</summary>
    public Task<Vm> CreateVmAsync(CreateVm request, CancellationToken cancellationToken = default) =>
        PostAsync("v1/vms", request, ApiJson.Default.CreateVm, Json.Vm, cancellationToken);

    /// <summary>
    /// As <see cref="CreateVmAsync(CreateVm, CancellationToken)"/>, with a <see cref="CreateVm"/> that a person wrote.
    /// </summary>
    public Task<Vm> CreateVmAsync(byte[] requestJson, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(_transport.Request(HttpMethod.Post, "v1/vms", requestJson), Json.Vm, cancellationToken);

    /// <summary>Replaces the definition of a VM; a running one uses it from its next start on.</summary>
    /// <param name="vm">The VM.</param>
    /// <param name="definition">The whole new definition.</param>
    /// <param name="expectedRevision">
    /// <see cref="Vm.Revision"/> that the caller read: when it is no longer that, nothing changes and the code is
    /// <see cref="ErrorCode.RevisionMismatch"/>. Null to replace whatever is there.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<Vm> ReplaceVmAsync(
        string vm, VmDefinition definition, long? expectedRevision, CancellationToken cancellationToken = default)
    {
        var request = _transport.Request(HttpMethod.Put, ApiPath.Vm(vm), definition, ApiJson.Default.VmDefinition);
        return _transport.SendAsync(IfMatch(request, expectedRevision), Json.Vm, cancellationToken);
    }

    /// <summary>
    /// As <see cref="ReplaceVmAsync(string, VmDefinition, long?, CancellationToken)"/>, with a definition that a person
    /// wrote: it is sent as it stands, so that the daemon's complaints name its fields and lines.
    /// </summary>
    public Task<Vm> ReplaceVmAsync(
        string vm, byte[] definitionJson, long? expectedRevision, CancellationToken cancellationToken = default)
    {
        var request = _transport.Request(HttpMethod.Put, ApiPath.Vm(vm), definitionJson);
        return _transport.SendAsync(IfMatch(request, expectedRevision), Json.Vm, cancellationToken);
    }

    /// <summary>Forgets a stopped VM.</summary>
    /// <param name="vm">The VM.</param>
    /// <param name="discardSave">Throw a managed save away too; without it a VM that has one is refused.</param>
    /// <param name="expectedRevision">As in <see cref="ReplaceVmAsync(string, VmDefinition, long?, CancellationToken)"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="disks">Delete the disks that Lodge made for it, too, unless somebody else needs them.</param>
    /// <returns>What became of the disks that Lodge had made for it.</returns>
    public Task<DeletedVm> DeleteVmAsync(
        string vm, bool discardSave = false, long? expectedRevision = null, CancellationToken cancellationToken = default, bool disks = false)
    {
        var flags = string.Join('&', new[] { discardSave ? "discardSave=true" : null, disks ? "disks=true" : null }.OfType<string>());
        var request = _transport.Request(HttpMethod.Delete, ApiPath.Vm(vm, flags.Length > 0 ? $"?{flags}" : ""));
        return _transport.SendAsync(IfMatch(request, expectedRevision), Json.DeletedVm, cancellationToken);
    }

    /// <summary>Starts a stopped VM, from its managed save if it has one.</summary>
    public Task<Vm> StartVmAsync(string vm, StartVm? request = null, CancellationToken cancellationToken = default) =>
        PostAsync(ApiPath.Vm(vm, "/start"), request ?? new StartVm(), ApiJson.Default.StartVm, Json.Vm, cancellationToken);

    /// <summary>Halts the guest's processors.</summary>
    public Task<Vm> PauseVmAsync(string vm, CancellationToken cancellationToken = default) => ActAsync(vm, "/pause", cancellationToken);

    /// <summary>Lets a paused guest run on.</summary>
    public Task<Vm> ResumeVmAsync(string vm, CancellationToken cancellationToken = default) => ActAsync(vm, "/resume", cancellationToken);

    /// <summary>Presses the reset button.</summary>
    public Task<Vm> ResetVmAsync(string vm, CancellationToken cancellationToken = default) => ActAsync(vm, "/reset", cancellationToken);

    /// <summary>Pulls the plug.</summary>
    public Task<Vm> KillVmAsync(string vm, CancellationToken cancellationToken = default) => ActAsync(vm, "/kill", cancellationToken);

    /// <summary>Throws the managed save of a VM away.</summary>
    public Task<Vm> DiscardSaveAsync(string vm, CancellationToken cancellationToken = default) =>
        ActAsync(vm, "/discard-save", cancellationToken);

    /// <summary>Gives a VM another name.</summary>
    public Task<Vm> RenameVmAsync(string vm, string newName, CancellationToken cancellationToken = default) => PostAsync(
        ApiPath.Vm(vm, "/rename"), new RenameVm { Name = newName }, ApiJson.Default.RenameVm, Json.Vm, cancellationToken);

    /// <summary>Asks the guest to power off.</summary>
    public Task<Job> ShutDownVmAsync(string vm, ShutDownVm? request = null, CancellationToken cancellationToken = default) => PostAsync(
        ApiPath.Vm(vm, "/shutdown"), request ?? new ShutDownVm(), ApiJson.Default.ShutDownVm, Json.Job, cancellationToken);

    /// <summary>Asks the guest to power off, and starts it again.</summary>
    public Task<Job> RebootVmAsync(string vm, RebootVm? request = null, CancellationToken cancellationToken = default) => PostAsync(
        ApiPath.Vm(vm, "/reboot"), request ?? new RebootVm(), ApiJson.Default.RebootVm, Json.Job, cancellationToken);

    /// <summary>Writes a VM's memory to disk and stops it.</summary>
    public Task<Job> SaveVmAsync(string vm, SaveVm? request = null, CancellationToken cancellationToken = default) => PostAsync(
        ApiPath.Vm(vm, "/save"), request ?? new SaveVm(), ApiJson.Default.SaveVm, Json.Job, cancellationToken);

    /// <summary>Brings a VM back from a file that <see cref="SaveVmAsync"/> wrote.</summary>
    public Task<Job> RestoreVmAsync(RestoreVm request, CancellationToken cancellationToken = default) =>
        PostAsync("v1/restore", request, ApiJson.Default.RestoreVm, Json.Job, cancellationToken);

    /// <summary>Opens a log of a VM; the caller disposes of it. A connection that breaks later is an IOException.</summary>
    /// <param name="vm">The VM.</param>
    /// <param name="source">Which log.</param>
    /// <param name="tail">Only the last so many bytes; null for everything.</param>
    /// <param name="cancellationToken">Ends the wait for the first byte.</param>
    public async Task<Stream> OpenLogAsync(
        string vm, LogSource source = LogSource.Console, long? tail = null, CancellationToken cancellationToken = default)
    {
        var response = await _transport.OpenAsync(ApiPath.Log(vm, source, tail), cancellationToken);
        return await response.Content.ReadAsStreamAsync(cancellationToken);
    }

    /// <summary>Opens the first serial console of a VM.</summary>
    public Task<ConsoleConnection> OpenConsoleAsync(
        string vm, ConsoleMode mode = ConsoleMode.Write, CancellationToken cancellationToken = default) =>
        ConsoleOpener.OpenAsync(_transport, vm, mode, null, cancellationToken);

    /// <summary>Opens a serial port or virtio console of a VM.</summary>
    /// <param name="vm">The VM.</param>
    /// <param name="device">Alias of the device; null for the first serial port.</param>
    /// <param name="mode">What is wanted.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<ConsoleConnection> OpenPortAsync(
        string vm, string? device, ConsoleMode mode = ConsoleMode.Write, CancellationToken cancellationToken = default) =>
        ConsoleOpener.OpenAsync(_transport, vm, mode, device, cancellationToken);

    /// <summary>Jobs, newest first.</summary>
    public Task<IReadOnlyList<Job>> ListJobsAsync(CancellationToken cancellationToken = default) =>
        _transport.GetAsync("v1/jobs", Json.IReadOnlyListJob, cancellationToken);

    /// <summary>One job.</summary>
    public Task<Job> GetJobAsync(Guid id, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Job(id), Json.Job, cancellationToken);

    /// <summary>Cancels a job; one that has ended stays as it is.</summary>
    public Task<Job> CancelJobAsync(Guid id, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(_transport.Request(HttpMethod.Delete, ApiPath.Job(id)), Json.Job, cancellationToken);

    /// <summary>Waits until a job has succeeded.</summary>
    /// <param name="job">The job as last seen.</param>
    /// <param name="progress">Told how it comes along, twice a second; null when nobody watches.</param>
    /// <param name="timeout">How long to wait; null for as long as it takes. The job itself goes on afterwards.</param>
    /// <param name="cancellationToken">Ends the wait, not the job.</param>
    /// <returns>The job, succeeded.</returns>
    /// <exception cref="LodgeException">The job failed (with its own error), was cancelled, or took too long.</exception>
    public Task<Job> WaitForJobAsync(
        Job job, IProgress<Job>? progress = null, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        JobWaiter.WaitAsync(_transport, job, progress, timeout, cancellationToken);

    /// <summary>Events as they happen, until the daemon ends the stream. Reconnecting is the caller's choice.</summary>
    /// <param name="after">Sequence number of the last event seen, to go on behind it; null for what happens from now on.</param>
    /// <param name="onGap">Told when events behind <paramref name="after"/> are lost: list everything anew.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <exception cref="LodgeException">The connection broke, or this reader was too slow and was dropped.</exception>
    public IAsyncEnumerable<LodgeEvent> EventsAsync(
        long? after = null, Action<string>? onGap = null, CancellationToken cancellationToken = default) =>
        EventReader.ReadAsync(_transport, after, onGap, cancellationToken);

    private static HttpRequestMessage IfMatch(HttpRequestMessage request, long? revision)
    {
        if (revision is { } expected)
        {
            request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{expected}\""));
        }

        return request;
    }

    private Task<Vm> ActAsync(string vm, string action, CancellationToken cancellationToken) =>
        _transport.SendAsync(_transport.Request(HttpMethod.Post, ApiPath.Vm(vm, action)), Json.Vm, cancellationToken);

    private Task<TAnswer> PostAsync<TBody, TAnswer>(
        string path,
        TBody body,
        JsonTypeInfo<TBody> bodyJson,
        JsonTypeInfo<TAnswer> answerJson,
        CancellationToken cancellationToken) =>
        _transport.SendAsync(_transport.Request(HttpMethod.Post, path, body, bodyJson), answerJson, cancellationToken);
}
