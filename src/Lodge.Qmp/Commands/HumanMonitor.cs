using System.Text.Json;

namespace Lodge.Qmp.Commands;

/// <summary>
/// <c>human-monitor-command</c>: a line for QEMU's monitor for people, and what that prints. Its errors are printed,
/// too, not reported.
/// </summary>
/// <param name="commandLine">The line.</param>
/// <param name="cpuIndex">The processor that it is about; null for the first.</param>
public sealed class HumanMonitorCommand(string commandLine, long? cpuIndex = null)
    : QmpCommand<string>("human-monitor-command", ReplyJson.Default.String)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer)
    {
        writer.WriteString("command-line"u8, commandLine);
        writer.WriteOptional("cpu-index", cpuIndex);
    }
}
