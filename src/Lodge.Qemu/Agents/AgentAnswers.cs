using Lodge.Model.Vms.Guest;
using Lodge.Qmp.Agent.Commands;

namespace Lodge.Qemu.Agents;

/// <summary>Puts the agent's answers into the model's words.</summary>
internal static class AgentAnswers
{
    public static GuestAgentInfo Of(AgentInfo info) => new(
        info.Version,
        [
            .. info.SupportedCommands.OrderBy(command => command.Name, StringComparer.Ordinal)
                .Select(command => new GuestAgentCommand(command.Name, command.Enabled)),
        ]);

    public static GuestOs Of(AgentOs os) => new()
    {
        Id = os.Id,
        Name = os.Name,
        PrettyName = os.PrettyName,
        Version = os.Version,
        VersionId = os.VersionId,
        Variant = os.Variant,
        VariantId = os.VariantId,
        KernelRelease = os.KernelRelease,
        KernelVersion = os.KernelVersion,
        Machine = os.Machine,
    };

    public static GuestInterface Of(AgentInterface card) => new(
        card.Name,
        card.HardwareAddress is { } mac && mac.Any(character => character is not ('0' or ':')) ? mac : null,
        [.. (card.IpAddresses ?? []).Select(address => new GuestAddress(address.IpAddress, address.Prefix))],
        card.Statistics is { } counters
            ? new(
                counters.RxBytes,
                counters.RxPackets,
                counters.RxErrs,
                counters.RxDropped,
                counters.TxBytes,
                counters.TxPackets,
                counters.TxErrs,
                counters.TxDropped)
            : null);

    public static GuestUser Of(AgentUser user) => new(
        user.User, DateTimeOffset.FromUnixTimeMilliseconds((long)(user.LoginTime * 1000)), user.Domain);

    public static GuestFileSystem Of(AgentFileSystem system) => new(
        system.Mountpoint,
        system.Name,
        system.Type,
        system.UsedBytes,
        system.TotalBytes,
        [.. system.Disk.Select(Of)]);

    public static GuestDisk Of(AgentDisk disk) => new(disk.BusType, disk.Dev, disk.Serial);

    public static GuestBlockDevice Of(AgentBlockDevice device) => new(
        device.Name, device.Partition, device.Dependencies ?? [], device.Address is { } disk ? Of(disk) : null, device.Alias);

    public static GuestTrim Of(AgentTrimmedPath path) => new(path.Path, path.Trimmed, path.Error);

    public static GuestVcpu Of(AgentVcpu vcpu) => new(vcpu.LogicalId, vcpu.Online, vcpu.CanOffline ?? false);

    public static GuestCommandResult? Of(AgentProcessStatus status) => !status.Exited ? null : new()
    {
        ExitStatus = status.Exitcode,
        Signal = status.Signal,
        Output = status.OutData ?? [],
        ErrorOutput = status.ErrData ?? [],
        Truncated = status.OutTruncated == true || status.ErrTruncated == true,
    };
}
