using System.Text.Json.Serialization;
using Lodge.Api.Contracts.Checkpoints;
using Lodge.Api.Contracts.Devices;
using Lodge.Api.Contracts.DiskJobs;
using Lodge.Api.Contracts.Networks;
using Lodge.Api.Contracts.Snapshots;
using Lodge.Api.Contracts.Storage;
using Lodge.Model.Checkpoints;
using Lodge.Model.DiskJobs;
using Lodge.Model.Events;
using Lodge.Model.Firewall;
using Lodge.Model.Host;
using Lodge.Model.Images;
using Lodge.Model.Jobs;
using Lodge.Model.Networks;
using Lodge.Model.Networks.HostBridges;
using Lodge.Model.Snapshots;
using Lodge.Model.Storage;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Changes;
using Lodge.Model.Vms.Guest;
using Lodge.Model.Vms.Tuning;
using Lodge.Model.Vms.Usage;

namespace Lodge.Api.Contracts;

/// <summary>JSON of the REST API: the model's own rules for everything that crosses the socket.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    RespectNullableAnnotations = true,
    MaxDepth = 32)]
[JsonSerializable(typeof(IReadOnlyList<VmSummary>))]
[JsonSerializable(typeof(Vm))]
[JsonSerializable(typeof(VmDefinition))]
[JsonSerializable(typeof(DeletedVm))]
[JsonSerializable(typeof(CreateVm))]
[JsonSerializable(typeof(StartVm))]
[JsonSerializable(typeof(ShutDownVm))]
[JsonSerializable(typeof(RebootVm))]
[JsonSerializable(typeof(SaveVm))]
[JsonSerializable(typeof(RestoreVm))]
[JsonSerializable(typeof(RenameVm))]
[JsonSerializable(typeof(CopyDisk))]
[JsonSerializable(typeof(PullDisk))]
[JsonSerializable(typeof(CommitDisk))]
[JsonSerializable(typeof(ResizeDisk))]
[JsonSerializable(typeof(ChangeDiskJob))]
[JsonSerializable(typeof(MoveVolume))]
[JsonSerializable(typeof(IReadOnlyList<DiskJobStatus>))]
[JsonSerializable(typeof(CreateSnapshot))]
[JsonSerializable(typeof(RevertSnapshot))]
[JsonSerializable(typeof(IReadOnlyList<SnapshotSummary>))]
[JsonSerializable(typeof(Snapshot))]
[JsonSerializable(typeof(CreateCheckpoint))]
[JsonSerializable(typeof(RedefineCheckpoint))]
[JsonSerializable(typeof(IReadOnlyList<CheckpointSummary>))]
[JsonSerializable(typeof(IReadOnlyList<WrittenSince>))]
[JsonSerializable(typeof(Checkpoint))]
[JsonSerializable(typeof(BuildImage))]
[JsonSerializable(typeof(PullImage))]
[JsonSerializable(typeof(ImportImage))]
[JsonSerializable(typeof(SendKeys))]
[JsonSerializable(typeof(DumpVm))]
[JsonSerializable(typeof(AnyDevice))]
[JsonSerializable(typeof(ChangeOutcome))]
[JsonSerializable(typeof(IReadOnlyList<DeviceSummary>))]
[JsonSerializable(typeof(GuestAgentInfo))]
[JsonSerializable(typeof(GuestOs))]
[JsonSerializable(typeof(IReadOnlyList<GuestInterface>))]
[JsonSerializable(typeof(IReadOnlyList<GuestUser>))]
[JsonSerializable(typeof(IReadOnlyList<GuestFileSystem>))]
[JsonSerializable(typeof(IReadOnlyList<GuestTrim>))]
[JsonSerializable(typeof(GuestFreeze))]
[JsonSerializable(typeof(GuestCommandResult))]
[JsonSerializable(typeof(ExecuteInGuest))]
[JsonSerializable(typeof(FreezeGuest))]
[JsonSerializable(typeof(TrimGuest))]
[JsonSerializable(typeof(GuestTime))]
[JsonSerializable(typeof(SetGuestPassword))]
[JsonSerializable(typeof(GuestFileWritten))]
[JsonSerializable(typeof(IReadOnlyList<ImageInfo>))]
[JsonSerializable(typeof(ImageInfo))]
[JsonSerializable(typeof(ImageLaunch))]
[JsonSerializable(typeof(IReadOnlyList<CatalogueImage>))]
[JsonSerializable(typeof(IReadOnlyList<Job>))]
[JsonSerializable(typeof(LodgeEvent))]
[JsonSerializable(typeof(HostReport))]
[JsonSerializable(typeof(TuningReport))]
[JsonSerializable(typeof(GuestMemory))]
[JsonSerializable(typeof(IReadOnlyList<PerfCount>))]
[JsonSerializable(typeof(HugePageReport))]
[JsonSerializable(typeof(HugePageRequest))]
[JsonSerializable(typeof(HostCpuModels))]
[JsonSerializable(typeof(CpuSpec))]
[JsonSerializable(typeof(CpuComparison))]
[JsonSerializable(typeof(CpuBaselineRequest))]
[JsonSerializable(typeof(Network))]
[JsonSerializable(typeof(NetworkDefinition))]
[JsonSerializable(typeof(IReadOnlyList<NetworkSummary>))]
[JsonSerializable(typeof(CreateNetwork))]
[JsonSerializable(typeof(NetworkCheck))]
[JsonSerializable(typeof(IReadOnlyList<DhcpLease>))]
[JsonSerializable(typeof(IReadOnlyList<NicPlug>))]
[JsonSerializable(typeof(IReadOnlyList<NicAddresses>))]
[JsonSerializable(typeof(IReadOnlyList<NicDrops>))]
[JsonSerializable(typeof(PortForward))]
[JsonSerializable(typeof(IReadOnlyList<PortForward>))]
[JsonSerializable(typeof(HostBridge))]
[JsonSerializable(typeof(IReadOnlyList<HostBridge>))]
[JsonSerializable(typeof(HostBridgeWish))]
[JsonSerializable(typeof(HostBridgePlan))]
[JsonSerializable(typeof(SecurityGroup))]
[JsonSerializable(typeof(IReadOnlyList<SecurityGroup>))]
[JsonSerializable(typeof(Pool))]
[JsonSerializable(typeof(PoolDefinition))]
[JsonSerializable(typeof(PoolBackend))]
[JsonSerializable(typeof(IReadOnlyList<Pool>))]
[JsonSerializable(typeof(CreatePool))]
[JsonSerializable(typeof(IReadOnlyList<PoolSource>))]
[JsonSerializable(typeof(Volume))]
[JsonSerializable(typeof(IReadOnlyList<Volume>))]
[JsonSerializable(typeof(CreateVolume))]
[JsonSerializable(typeof(ResizeVolume))]
[JsonSerializable(typeof(WipeVolume))]
[JsonSerializable(typeof(RebaseVolume))]
[JsonSerializable(typeof(VolumeWritten))]
[JsonSerializable(typeof(IReadOnlyList<VolumeUser>))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(VersionInfo))]
[JsonSerializable(typeof(ConsoleControl))]
[JsonSerializable(typeof(EventNotice))]
public sealed partial class ApiJson : JsonSerializerContext;
