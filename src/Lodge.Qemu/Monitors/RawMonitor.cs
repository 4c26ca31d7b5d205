using System.Runtime.InteropServices;
using System.Text.Json;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Qemu.Processes;
using Lodge.Qmp;
using Lodge.Qmp.Commands;

namespace Lodge.Qemu.Monitors;

/// <summary>One QEMU's monitor for commands that Lodge does not understand.</summary>
internal sealed class RawMonitor(QmpSession session) : IVmMonitor
{
    // Some commands, such as those that save state into an image, take their time.
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    public async Task<string> ExecuteAsync(string command, string? arguments, SafeHandle? descriptor, CancellationToken cancellationToken)
    {
        using var parsed = arguments is null ? null : JsonDocument.Parse(arguments);
        try
        {
            var answer = await session.ExecuteAsync(new RawCommand(command, parsed?.RootElement, descriptor), Deadline, cancellationToken);
            return $$"""{"return":{{answer.GetRawText()}}}""";
        }
        catch (LodgeException refused) when (refused.InnerException is QmpErrorException error)
        {
            return $$$"""{"error":{"class":"{{{JsonEncodedText.Encode(error.Class)}}}","desc":"{{{JsonEncodedText.Encode(error.Description)}}}"}}""";
        }
    }

    public Task<string> TypeAsync(string line, CancellationToken cancellationToken) =>
        session.ExecuteAsync(new HumanMonitorCommand(line), Deadline, cancellationToken);
}
