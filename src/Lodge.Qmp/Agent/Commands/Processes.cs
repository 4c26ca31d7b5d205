using System.Text.Json;

namespace Lodge.Qmp.Agent.Commands;

/// <summary><c>guest-exec</c>: starts a program in the guest.</summary>
/// <param name="path">The program: a path, or a name that the agent looks up.</param>
/// <param name="arguments">Its arguments.</param>
/// <param name="environment">Its environment as <c>NAME=VALUE</c>; null for the agent's own.</param>
/// <param name="input">What it reads from its standard input; null for nothing.</param>
/// <param name="captureOutput">Whether what it prints is kept for <see cref="GuestExecStatusCommand"/>.</param>
public sealed class GuestExecCommand(
    string path, IReadOnlyList<string> arguments, IReadOnlyList<string>? environment, ReadOnlyMemory<byte>? input, bool captureOutput)
    : QmpCommand<AgentProcess>("guest-exec", AgentJson.Default.AgentProcess)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer)
    {
        writer.WriteString("path"u8, path);
        AgentArguments.Write(writer, "arg", arguments);
        if (environment is not null)
        {
            AgentArguments.Write(writer, "env", environment);
        }

        if (input is { } bytes)
        {
            writer.WriteBase64String("input-data"u8, bytes.Span);
        }

        writer.WriteBoolean("capture-output"u8, captureOutput);
    }
}

/// <summary><c>guest-exec-status</c>: how a program does; once it has ended, the agent forgets it with this.</summary>
/// <param name="pid">The process.</param>
public sealed class GuestExecStatusCommand(long pid)
    : QmpCommand<AgentProcessStatus>("guest-exec-status", AgentJson.Default.AgentProcessStatus)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer) => writer.WriteNumber("pid"u8, pid);
}

/// <summary>A program that was started.</summary>
/// <param name="Pid">Its process id in the guest.</param>
public sealed record AgentProcess(long Pid);

/// <summary>How a program does.</summary>
/// <param name="Exited">Whether it has ended.</param>
/// <param name="Exitcode">Its exit status.</param>
/// <param name="Signal">The signal that ended it.</param>
/// <param name="OutData">What it printed.</param>
/// <param name="ErrData">What it printed to its standard error.</param>
/// <param name="OutTruncated">Whether it printed more than the agent keeps.</param>
/// <param name="ErrTruncated">The same for its standard error.</param>
public sealed record AgentProcessStatus(
    bool Exited,
    int? Exitcode = null,
    int? Signal = null,
    byte[]? OutData = null,
    byte[]? ErrData = null,
    bool? OutTruncated = null,
    bool? ErrTruncated = null);
