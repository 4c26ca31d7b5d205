using System.Runtime.InteropServices;
using Lodge.Engine.Ports;

namespace Lodge.TestSupport.Engine;

/// <summary>The monitor of a <see cref="FakeQemu"/>: it knows <c>query-status</c>, and notes what it gets.</summary>
internal sealed class FakeMonitor(FakeQemu qemu) : IVmMonitor
{
    public async Task<string> ExecuteAsync(string command, string? arguments, SafeHandle? descriptor, CancellationToken cancellationToken)
    {
        await Task.Yield();
        qemu.Commands.Enqueue($"{command} {arguments}{(descriptor is null ? "" : " with a file")}".Trim());
        return command == "query-status"
            ? """{"return":{"status":"running"}}"""
            : $$$"""{"error":{"class":"CommandNotFound","desc":"The command {{{command}}} has not been found"}}""";
    }

    public async Task<string> TypeAsync(string line, CancellationToken cancellationToken)
    {
        await Task.Yield();
        qemu.Commands.Enqueue(line);
        return "VM status: running\r\n";
    }
}
