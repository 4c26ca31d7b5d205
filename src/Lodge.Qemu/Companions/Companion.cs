using Lodge.Engine.Ports;
using Lodge.Linux.Processes;
using Lodge.Qemu.Logs;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Qemu.Companions;

/// <summary>One companion of a live VM. Disposing lets go of it; the process goes on.</summary>
/// <param name="Record">What the run record says of it.</param>
/// <param name="Process">The process; null for one that ended while no daemon was there.</param>
internal sealed record Companion(CompanionRecord Record, ProcessHandle? Process) : IDisposable
{
    /// <summary>QEMU's end of its connection, until that is handed over; null for one that listens.</summary>
    public SafeFileHandle? Connection { get; init; }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => Process is null || Process.Exited.IsCompleted;

    /// <summary>Its last words.</summary>
    public IReadOnlyList<string> LastWords => QemuLog.LastWords(Record.Log);

    /// <summary>How it ended, in words for people; waits until it has.</summary>
    public async Task<string> DescribeEndAsync() => Process is { } process
        ? $"{Path.GetFileName(Record.Program)}: {await process.Exited}"
        : $"{Path.GetFileName(Record.Program)} ended while lodged was away";

    public void Dispose()
    {
        Connection?.Dispose();
        Process?.Dispose();
    }
}
