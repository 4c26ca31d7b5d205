using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Lodge.Qmp.Tests.Qemu;

namespace Lodge.Qmp.Tests.Golden;

/// <summary>
/// Captures what QEMU sends, byte for byte, without the client that the captures are for. Runs only when asked to:
/// the captures in the tree are QEMU 7.2's.
/// </summary>
public sealed class GoldenCapture
{
    private static readonly string[] Devices =
    [
        "-name", "golden", "-uuid", "11111111-2222-3333-4444-555555555555", "-smp", "2",
        "-object", "iothread,id=io0", "-device", "virtio-balloon-pci,id=balloon0",
        "-blockdev", "driver=file,node-name=disk0-file,filename={folder}/top.qcow2",
        "-blockdev", "driver=qcow2,node-name=disk0,file=disk0-file",
        "-device", "virtio-blk-pci,drive=disk0,id=vda", "-device", "ide-cd,id=cd0",
        "-device", "pcie-root-port,id=port0", "-chardev", "null,id=serial0", "-serial", "chardev:serial0",
        "-vnc", "unix:{folder}/vnc.sock",
    ];

    private static readonly string[] Queries =
    [
        "query-version", "query-status", "query-uuid", "query-name", "query-kvm", "query-target", "query-vnc",
        "query-chardev", "query-block", "query-blockstats", "query-named-block-nodes", "query-cpus-fast",
        "query-iothreads", "query-memory-size-summary", "query-balloon", "query-machines",
        "query-cpu-definitions", "query-commands", "qom-list-types",
    ];

    // Counters that are not all zero.
    private const string DiskWrite =
        """{"command-line": "qemu-io -d /machine/peripheral/vda/virtio-backend \"aio_write 65536 4096\""}""";

    private string _folder = "";

    [Fact]
    public async Task Goldens_are_captured_anew()
    {
        Assert.SkipUnless(GoldenFile.IsCapturing, "Captures only with LODGE_UPDATE_GOLDEN=1.");
        await using var qemu = await RealQemu.StartAsync(folder => MakeImages(folder), Devices);
        _folder = qemu.Folder;
        await using var monitor = new RawMonitor(await qemu.OpenAsync());
        GoldenFile.Write("greeting.json", await monitor.ReadLineAsync());
        await monitor.ExecuteAsync("qmp_capabilities");
        await monitor.ExecuteAsync("human-monitor-command", DiskWrite);
        foreach (var query in Queries)
        {
            await CaptureAsync(monitor, query);
        }

        await CaptureAsync(monitor, "query-cpu-model-expansion", """{"type": "full", "model": {"name": "qemu64"}}""");
        await CaptureAsync(monitor, "query-command-line-options", """{"option": "sandbox"}""");
        await CaptureAsync(monitor, "human-monitor-command", """{"command-line": "info status"}""");
        await CaptureAsync(monitor, "add-fd-error", "{}", "add-fd");
        await CaptureMigrationAsync(monitor);
        await RunEventfulAsync(qemu, monitor);
        GoldenFile.Write("events.jsonl", Clean(string.Concat(monitor.Events)));
    }

    private static void MakeImages(string folder)
    {
        RunImageTool("create", "-q", "-f", "qcow2", $"{folder}/base.qcow2", "1M");
        RunImageTool("create", "-q", "-f", "qcow2", "-F", "qcow2", "-b", $"{folder}/base.qcow2", $"{folder}/top.qcow2");
    }

    private static void RunImageTool(params string[] arguments)
    {
        using var process = Process.Start("qemu-img", arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private async Task CaptureAsync(RawMonitor monitor, string name, string arguments = "{}", string? command = null) =>
        GoldenFile.Write($"{name}.json", Clean(await monitor.ExecuteAsync(command ?? name, arguments)));

    private async Task CaptureMigrationAsync(RawMonitor monitor)
    {
        const string Events = """{"capabilities": [{"capability": "events", "state": true}]}""";
        await CaptureAsync(monitor, "query-migrate-none", "{}", "query-migrate");
        await monitor.ExecuteAsync("migrate-set-capabilities", Events);
        await monitor.ExecuteAsync("migrate", """{"uri": "exec:exit 1"}""");
        await monitor.AwaitEventAsync("\"failed\"");
        await CaptureAsync(monitor, "query-migrate-failed", "{}", "query-migrate");
        await monitor.ExecuteAsync("migrate", """{"uri": "exec:cat > /dev/null"}""");
        await monitor.AwaitEventAsync("\"completed\"");
        await CaptureAsync(monitor, "query-migrate-completed", "{}", "query-migrate");
    }

    private static async Task RunEventfulAsync(RealQemu qemu, RawMonitor monitor)
    {
        await monitor.ExecuteAsync("cont");
        await monitor.ExecuteAsync("stop");
        await monitor.ExecuteAsync("system_powerdown");
        await monitor.ExecuteAsync("eject", """{"id": "cd0", "force": true}""");
        await monitor.ExecuteAsync(
            "blockdev-create",
            $$$"""{"job-id": "create0", "options": {"driver": "file", "filename": "{{{qemu.Folder}}}/new.raw", "size": 0}}""");
        await monitor.AwaitEventAsync("\"concluded\"");
        await monitor.ExecuteAsync(
            "blockdev-add", """{"driver": "null-co", "node-name": "target0", "size": 1048576, "read-zeroes": true}""");
        await monitor.ExecuteAsync(
            "blockdev-mirror",
            """{"job-id": "mirror0", "device": "disk0", "target": "target0", "sync": "full"}""");
        await monitor.AwaitEventAsync("BLOCK_JOB_READY");
        await monitor.ExecuteAsync("block-job-cancel", """{"device": "mirror0"}""");
        await monitor.AwaitEventAsync("BLOCK_JOB_COMPLETED");
        await monitor.ExecuteAsync(
            "device_add", """{"driver": "virtio-rng-pci", "id": "rng0", "bus": "port0"}""");
        await monitor.ExecuteAsync("device_del", """{"id": "rng0"}""");
        await monitor.ExecuteAsync("system_reset");
        await monitor.AwaitEventAsync("DEVICE_DELETED");
        await VisitVncAsync(qemu, monitor);
        await monitor.ExecuteAsync("quit");
        await monitor.AwaitEventAsync("SHUTDOWN");
    }

    /// <summary>The opening of the RFB protocol, version 3.8, without authentication.</summary>
    private static async Task VisitVncAsync(RealQemu qemu, RawMonitor monitor)
    {
        await using (var screen = await qemu.OpenAsync(Path.Combine(qemu.Folder, "vnc.sock")))
        {
            var buffer = new byte[64];
            await screen.ReadExactlyAsync(buffer.AsMemory(0, 12));
            await screen.WriteAsync("RFB 003.008\n"u8.ToArray());
            await screen.ReadExactlyAsync(buffer.AsMemory(0, 2));
            await screen.WriteAsync(new byte[] { 1 });
            await screen.ReadExactlyAsync(buffer.AsMemory(0, 4));
            await screen.WriteAsync(new byte[] { 1 });
            await monitor.AwaitEventAsync("VNC_INITIALIZED");
        }

        await monitor.AwaitEventAsync("VNC_DISCONNECTED");
    }

    /// <summary>The folder's name is another in each run; nothing else is changed.</summary>
    private string Clean(string text) => text.Replace(_folder, "/run/golden");

    /// <summary>One command at a time, lines as they come; every command has id 2, as the client's first has.</summary>
    private sealed class RawMonitor(Stream stream) : IAsyncDisposable
    {
        private readonly StreamReader _reader = new(stream, Encoding.UTF8);

        public List<string> Events { get; } = [];

        public async Task<string> ReadLineAsync() => await _reader.ReadLineAsync() + "\r\n";

        public async Task<string> ExecuteAsync(string command, string arguments = "{}")
        {
            var line = $$"""{"execute": "{{command}}", "arguments": {{arguments}}, "id": 2}""" + "\n";
            await stream.WriteAsync(Encoding.UTF8.GetBytes(line));
            while (true)
            {
                var reply = await ReadLineAsync();
                if (JsonNode.Parse(reply)!["event"] is null)
                {
                    return reply;
                }

                Events.Add(reply);
            }
        }

        public async Task AwaitEventAsync(string part)
        {
            while (!Events.Exists(line => line.Contains(part, StringComparison.Ordinal)))
            {
                Events.Add(await ReadLineAsync());
            }
        }

        public ValueTask DisposeAsync()
        {
            _reader.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
