using System.Text.Json;
using Lodge.Linux.Errors;
using Lodge.Linux.Interop;
using Lodge.Linux.Launch;

namespace Lodge.Launch;

/// <summary>Tells the daemon how the launch went. Execution closes the pipe.</summary>
/// <param name="descriptor">The writing end.</param>
internal sealed class StatusPipe(int descriptor)
{
    /// <summary>Makes sure that the program does not inherit the pipe.</summary>
    public void CloseOnExecute() => LinuxException.Check(
        FileCalls.Fcntl(descriptor, FileCalls.SetFd, FileCalls.FdCloseOnExec), "fcntl(F_SETFD)", "status pipe");

    /// <summary>All is in force, and the program is executed next.</summary>
    public void AboutToExecute() => Write(LaunchStatus.AboutToExecute);

    /// <summary>The launch ends here.</summary>
    public void Refuse(LaunchRefusal refusal) =>
        Write(JsonSerializer.SerializeToUtf8Bytes(refusal, LaunchJson.Default.LaunchRefusal));

    private unsafe void Write(ReadOnlySpan<byte> line)
    {
        // SAFETY: the span is pinned for the call and its own length is passed. Nobody is left to be told when the
        // write fails: the daemon is gone, or takes the silence for a failed launch.
        fixed (byte* data = line)
        {
            _ = FileCalls.Write(descriptor, data, line.Length);
        }
    }
}
