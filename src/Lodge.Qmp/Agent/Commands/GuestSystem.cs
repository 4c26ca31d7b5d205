using System.Text.Json;
using Lodge.Qmp.Commands;

namespace Lodge.Qmp.Agent.Commands;

/// <summary><c>guest-get-osinfo</c>: the guest's operating system.</summary>
public sealed class GuestGetOsInfoCommand() : QmpCommand<AgentOs>("guest-get-osinfo", AgentJson.Default.AgentOs);

/// <summary><c>guest-get-host-name</c>: the guest's name for itself.</summary>
public sealed class GuestGetHostNameCommand() : QmpCommand<AgentHostName>("guest-get-host-name", AgentJson.Default.AgentHostName);

/// <summary><c>guest-get-timezone</c>: the guest's time zone.</summary>
public sealed class GuestGetTimeZoneCommand() : QmpCommand<AgentTimeZone>("guest-get-timezone", AgentJson.Default.AgentTimeZone);

/// <summary><c>guest-get-users</c>: who is signed in.</summary>
public sealed class GuestGetUsersCommand()
    : QmpCommand<IReadOnlyList<AgentUser>>("guest-get-users", AgentJson.Default.IReadOnlyListAgentUser);

/// <summary><c>guest-get-time</c>: the guest's clock, in nanoseconds since 1970, UTC.</summary>
public sealed class GuestGetTimeCommand() : QmpCommand<long>("guest-get-time", AgentJson.Default.Int64);

/// <summary><c>guest-set-time</c>: sets the guest's clocks.</summary>
/// <param name="nanoseconds">Since 1970, UTC; null: the system's clock follows the hardware's.</param>
public sealed class GuestSetTimeCommand(long? nanoseconds) : QmpCommand<EmptyReply>("guest-set-time", AgentJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer) => writer.WriteOptional("time", nanoseconds);
}

/// <summary><c>guest-set-user-password</c>: sets a user's password.</summary>
/// <param name="user">The user, who exists.</param>
/// <param name="password">The password, or with <paramref name="isHashed"/> its hash.</param>
/// <param name="isHashed">Whether it is a hash, as in <c>/etc/shadow</c>.</param>
public sealed class GuestSetUserPasswordCommand(string user, string password, bool isHashed)
    : QmpCommand<EmptyReply>("guest-set-user-password", AgentJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer)
    {
        writer.WriteString("username"u8, user);
        writer.WriteBase64String("password"u8, System.Text.Encoding.UTF8.GetBytes(password));
        writer.WriteBoolean("crypted"u8, isHashed);
    }
}

/// <summary><c>guest-get-vcpus</c>: the guest's processors as its kernel sees them.</summary>
public sealed class GuestGetVcpusCommand()
    : QmpCommand<IReadOnlyList<AgentVcpu>>("guest-get-vcpus", AgentJson.Default.IReadOnlyListAgentVcpu);

/// <summary><c>guest-set-vcpus</c>: takes processors into use or out of it. Answers how many of the list were done.</summary>
/// <param name="vcpus">The processors, with what each shall be.</param>
public sealed class GuestSetVcpusCommand(IReadOnlyList<AgentVcpu> vcpus) : QmpCommand<long>("guest-set-vcpus", AgentJson.Default.Int64)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("vcpus"u8);
        foreach (var vcpu in vcpus)
        {
            writer.WriteStartObject();
            writer.WriteNumber("logical-id"u8, vcpu.LogicalId);
            writer.WriteBoolean("online"u8, vcpu.Online);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}

/// <summary>A guest's operating system; whatever it does not say is null.</summary>
/// <param name="Id">Short name, such as <c>debian</c>.</param>
/// <param name="Name">Name.</param>
/// <param name="PrettyName">Name with version, for people.</param>
/// <param name="Version">Version with its name.</param>
/// <param name="VersionId">Version, for programs.</param>
/// <param name="Variant">Edition.</param>
/// <param name="VariantId">Edition, for programs.</param>
/// <param name="KernelRelease">The kernel's release.</param>
/// <param name="KernelVersion">The kernel's build.</param>
/// <param name="Machine">Architecture.</param>
public sealed record AgentOs(
    string? Id = null,
    string? Name = null,
    string? PrettyName = null,
    string? Version = null,
    string? VersionId = null,
    string? Variant = null,
    string? VariantId = null,
    string? KernelRelease = null,
    string? KernelVersion = null,
    string? Machine = null);

/// <summary>A guest's name for itself.</summary>
/// <param name="HostName">The name.</param>
public sealed record AgentHostName(string HostName);

/// <summary>A guest's time zone.</summary>
/// <param name="Offset">Seconds east of UTC.</param>
/// <param name="Zone">Short name, if there is one.</param>
public sealed record AgentTimeZone(int Offset, string? Zone = null);

/// <summary>Somebody who is signed in.</summary>
/// <param name="User">The user's name.</param>
/// <param name="LoginTime">Since when, seconds since 1970, UTC.</param>
/// <param name="Domain">The domain, on Windows.</param>
public sealed record AgentUser(string User, double LoginTime, string? Domain = null);

/// <summary>A processor as the guest's kernel sees it.</summary>
/// <param name="LogicalId">Its number.</param>
/// <param name="Online">Whether it is in use.</param>
/// <param name="CanOffline">Whether it can be taken out of use.</param>
public sealed record AgentVcpu(long LogicalId, bool Online, bool? CanOffline = null);
