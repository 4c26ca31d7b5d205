using System.Text.Json;
using Lodge.Qmp.Commands;

namespace Lodge.Qmp.Agent.Commands;

/// <summary><c>guest-get-fsinfo</c>: the guest's mounted file systems.</summary>
public sealed class GuestGetFsInfoCommand()
    : QmpCommand<IReadOnlyList<AgentFileSystem>>("guest-get-fsinfo", AgentJson.Default.IReadOnlyListAgentFileSystem);

/// <summary><c>guest-fsfreeze-status</c>: <c>frozen</c> or <c>thawed</c>.</summary>
public sealed class GuestFsFreezeStatusCommand() : QmpCommand<string>("guest-fsfreeze-status", AgentJson.Default.String);

/// <summary><c>guest-fsfreeze-freeze</c>: halts writing to all file systems. Answers how many.</summary>
public sealed class GuestFsFreezeCommand() : QmpCommand<long>("guest-fsfreeze-freeze", AgentJson.Default.Int64);

/// <summary><c>guest-fsfreeze-freeze-list</c>: halts writing to certain file systems. Answers how many.</summary>
/// <param name="mountPoints">Where they are mounted in the guest.</param>
public sealed class GuestFsFreezeListCommand(IReadOnlyList<string> mountPoints)
    : QmpCommand<long>("guest-fsfreeze-freeze-list", AgentJson.Default.Int64)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer) => AgentArguments.Write(writer, "mountpoints", mountPoints);
}

/// <summary><c>guest-fsfreeze-thaw</c>: lets writing go on. Answers how many file systems that concerned.</summary>
public sealed class GuestFsThawCommand() : QmpCommand<long>("guest-fsfreeze-thaw", AgentJson.Default.Int64);

/// <summary><c>guest-fstrim</c>: tells the disks which blocks are free.</summary>
/// <param name="minimum">Leave out stretches shorter than this, bytes; null for none.</param>
public sealed class GuestFsTrimCommand(long? minimum) : QmpCommand<AgentTrim>("guest-fstrim", AgentJson.Default.AgentTrim)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer) => writer.WriteOptional("minimum", minimum);
}

/// <summary>A mounted file system of a guest.</summary>
/// <param name="Name">The device.</param>
/// <param name="Mountpoint">Where it is mounted.</param>
/// <param name="Type">Such as <c>ext4</c>.</param>
/// <param name="Disk">The disks that it lies on.</param>
/// <param name="UsedBytes">Bytes in use.</param>
/// <param name="TotalBytes">Bytes in all.</param>
public sealed record AgentFileSystem(
    string Name, string Mountpoint, string Type, IReadOnlyList<AgentDisk> Disk, ulong? UsedBytes = null, ulong? TotalBytes = null);

/// <summary>A disk below a file system.</summary>
/// <param name="BusType">Such as <c>virtio</c>.</param>
/// <param name="Dev">The device's path in the guest.</param>
/// <param name="Serial">Its serial number.</param>
public sealed record AgentDisk(string BusType, string? Dev = null, string? Serial = null);

/// <summary>What trimming came to.</summary>
/// <param name="Paths">One for each file system.</param>
public sealed record AgentTrim(IReadOnlyList<AgentTrimmedPath> Paths);

/// <summary>What trimming came to on one file system.</summary>
/// <param name="Path">Where it is mounted.</param>
/// <param name="Trimmed">Bytes that were given back.</param>
/// <param name="Minimum">The shortest stretch that counted, bytes.</param>
/// <param name="Error">Why it failed.</param>
public sealed record AgentTrimmedPath(string Path, long? Trimmed = null, long? Minimum = null, string? Error = null);
