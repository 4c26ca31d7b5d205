using System.Globalization;

namespace Lodge.Qmp.Agent;

/// <summary>What all errors of a guest agent have in common: the command that met them.</summary>
public abstract class AgentException : Exception
{
    private protected AgentException(string command, string message, Exception? inner = null)
        : base(message, inner) => Command = command;

    /// <summary>The command's name on the wire.</summary>
    public string Command { get; }
}

/// <summary>The agent answered a command with an error. It goes on.</summary>
public sealed class AgentErrorException : AgentException
{
    internal AgentErrorException(string command, string errorClass, string description)
        : base(command, $"The guest agent refused '{command}': {description.TrimEnd('.')} ({errorClass}).") =>
        (Class, Description) = (errorClass, description);

    /// <summary>The error class, see <see cref="QmpErrorClass"/>: nearly always <c>GenericError</c>.</summary>
    public string Class { get; }

    /// <summary>The agent's sentence, for people.</summary>
    public string Description { get; }
}

/// <summary>The agent did not answer in time. What it says later is skipped.</summary>
public sealed class AgentTimeoutException : AgentException
{
    private AgentTimeoutException(string command, AgentSilence silence, string message)
        : base(command, message) => Silence = silence;

    /// <summary>What was waited for.</summary>
    public AgentSilence Silence { get; }

    internal static AgentTimeoutException ForTurn(string command, TimeSpan elapsed) => new(
        command, AgentSilence.Turn, $"'{command}' did not get its turn in {Seconds(elapsed)}: the guest agent is busy with another command.");

    internal static AgentTimeoutException ForSync(string command, TimeSpan elapsed) => new(
        command, AgentSilence.Sync, $"The guest agent has said nothing in {Seconds(elapsed)}: '{command}' was not given to it.");

    internal static AgentTimeoutException ForAnswer(string command, TimeSpan elapsed) => new(
        command, AgentSilence.Answer, $"The guest agent has not answered '{command}' in {Seconds(elapsed)}; it may still carry it out.");

    private static string Seconds(TimeSpan elapsed) => elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";
}

/// <summary>What an agent was silent about.</summary>
public enum AgentSilence
{
    /// <summary>Another command had not ended: this one was never sent.</summary>
    Turn = 0,

    /// <summary>Nobody seems to be there: this command was never sent.</summary>
    Sync = 1,

    /// <summary>The command was sent, and may still be carried out.</summary>
    Answer = 2,
}

/// <summary>The connection ended before the command was answered. Whether it was carried out is not known.</summary>
public sealed class AgentBrokenException : AgentException
{
    internal AgentBrokenException(string command, string detail, Exception? inner = null)
        : base(command, $"No answer to '{command}', the connection to the guest agent is over: {detail.TrimEnd('.')}.", inner)
    {
    }
}

/// <summary>The agent's answer has not the form that this version of Lodge expects. The connection goes on.</summary>
public sealed class AgentReplyException : AgentException
{
    internal AgentReplyException(string command, Exception inner)
        : base(command, $"The guest agent's answer to '{command}' is not understood: {inner.Message}", inner)
    {
    }
}
