using Lodge.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Qemu.Logs;

/// <summary>The file for what a program of a VM prints, over all its runs.</summary>
internal static class ProgramLog
{
    private static readonly LogLimits Limits = new(1 << 20, 1);

    /// <summary>Opens the file to append to, sets aside what has grown too long, and writes the heading of a new run.</summary>
    public static SafeFileHandle Begin(string path, string program, IEnumerable<string> commandLine)
    {
        LogRotation.RotateIfGrown(path, Limits);
        var log = LinuxFile.Open(path, OpenFlags.Write | OpenFlags.Append | OpenFlags.Create | OpenFlags.NoFollow);
        RandomAccess.Write(log, QemuLog.Heading(DateTimeOffset.UtcNow, program, commandLine), 0);
        return log;
    }
}
