using Lodge.Engine.Ports;
using Lodge.Qemu.RunFolders;
using Microsoft.Extensions.Logging;

namespace Lodge.Qemu.Logs;

/// <summary>The logs of all VMs: <c>LOGS/ID/console.log</c> with its rotated parts, and <c>LOGS/ID/qemu.log</c>.</summary>
internal sealed partial class ConsoleLogs(VmFolders folders, QemuOptions options, ILogger<ConsoleLogs> logger) : IConsoleLogs
{
    public Stream? OpenConsole(Guid vmId) => LogParts.Open(LogRotation.PartsOf(folders.Of(vmId).ConsoleLog, options.LogLimits.Keep));

    public Stream? OpenQemu(Guid vmId) => LogParts.Open(LogRotation.PartsOf(folders.Of(vmId).QemuLog, options.LogLimits.Keep));

    public byte[] ReadConsoleTail(Guid vmId, int bytes)
    {
        using var log = OpenConsole(vmId);
        if (log is null)
        {
            return [];
        }

        log.Seek(Math.Max(0, log.Length - bytes), SeekOrigin.Begin);
        var tail = new byte[Math.Min(bytes, log.Length)];
        return tail[..log.ReadAtLeast(tail, tail.Length, throwOnEndOfStream: false)];
    }

    public void Rotate()
    {
        var logs = folders.ListLogged().Select(folders.Of).SelectMany(paths => new[] { paths.ConsoleLog, paths.QemuLog });
        foreach (var log in logs)
        {
            try
            {
                LogRotation.RotateIfGrown(log, options.LogLimits);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                RotationFailed(log, failure.Message);
            }
        }
    }

    [LoggerMessage(4101, LogLevel.Warning, "The log {Path} has outgrown its limit and could not be rotated: {Problem}")]
    private partial void RotationFailed(string path, string problem);
}
