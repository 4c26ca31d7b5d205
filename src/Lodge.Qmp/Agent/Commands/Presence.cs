using System.Text.Json;
using System.Text.Json.Serialization;
using Lodge.Qmp.Commands;

namespace Lodge.Qmp.Agent.Commands;

/// <summary><c>guest-ping</c>: does nothing.</summary>
public sealed class GuestPingCommand() : QmpCommand<EmptyReply>("guest-ping", AgentJson.Default.EmptyReply);

/// <summary><c>guest-info</c>: the agent's version and its commands.</summary>
public sealed class GuestInfoCommand() : QmpCommand<AgentInfo>("guest-info", AgentJson.Default.AgentInfo);

/// <summary><c>guest-shutdown</c>: powers the guest off, halts or restarts it. A success has no answer.</summary>
/// <param name="mode">What to do.</param>
public sealed class GuestShutdownCommand(AgentShutdownMode mode) : QmpCommand<EmptyReply>("guest-shutdown", AgentJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer) => writer.WriteString("mode"u8, mode switch
    {
        AgentShutdownMode.Halt => "halt"u8,
        AgentShutdownMode.Reboot => "reboot"u8,
        _ => "powerdown"u8,
    });
}

/// <summary>What an agent can do with its guest.</summary>
public enum AgentShutdownMode
{
    /// <summary>Power off.</summary>
    Powerdown = 0,

    /// <summary>Halt the processors.</summary>
    Halt = 1,

    /// <summary>Restart.</summary>
    Reboot = 2,
}

/// <summary>What an agent says of itself.</summary>
/// <param name="Version">Its version.</param>
/// <param name="SupportedCommands">Its commands.</param>
public sealed record AgentInfo(
    string Version, [property: JsonPropertyName("supported_commands")] IReadOnlyList<AgentCommandInfo> SupportedCommands);

/// <summary>A command of an agent.</summary>
/// <param name="Name">Its name on the wire.</param>
/// <param name="Enabled">Whether the guest's administrator allows it.</param>
public sealed record AgentCommandInfo(string Name, bool Enabled);
