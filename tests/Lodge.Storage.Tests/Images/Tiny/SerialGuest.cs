using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Lodge.Storage.Images.Tiny;

namespace Lodge.Storage.Tests.Images.Tiny;

/// <summary>A tiny guest under a QEMU of its own, used through its serial console as a person would.</summary>
internal sealed class SerialGuest : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _qemu;
    private readonly Socket _serial;
    private readonly Socket _monitor;
    private readonly StringBuilder _seen = new();
    private int _read;

    private SerialGuest(Process qemu, Socket serial, Socket monitor)
    {
        _qemu = qemu;
        _serial = serial;
        _monitor = monitor;
    }

    public static async Task<SerialGuest> StartAsync(TinyImage image, string folder, string disk, CancellationToken stop)
    {
        using var serial = Listen(Path.Combine(folder, "serial"));
        using var monitor = Listen(Path.Combine(folder, "monitor"));
        var qemu = Process.Start("qemu-system-x86_64",
        [
            "-machine", "q35", "-accel", "tcg", "-m", $"{image.Manifest.MinimumMemoryMiB}", "-nodefaults",
            "-no-user-config", "-display", "none", "-no-reboot",
            "-kernel", image.KernelPath, "-initrd", image.InitrdPath,
            "-append", $"{image.Manifest.KernelCommandLine} lodge.hostname=probe",
            "-drive", $"if=virtio,format=raw,file={disk}",
            "-netdev", "user,id=net", "-device", "virtio-net-pci,netdev=net,romfile=",
            "-chardev", $"socket,id=serial,path={folder}/serial", "-serial", "chardev:serial",
            "-chardev", $"socket,id=monitor,path={folder}/monitor", "-mon", "chardev=monitor,mode=control",
        ]);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Patience); // A QEMU that ended at once never calls.
        return new(qemu, await serial.AcceptAsync(limit.Token), await monitor.AcceptAsync(limit.Token));
    }

    /// <summary>Waits for a text behind the last one that was waited for, and returns its line.</summary>
    public async Task<string> WaitForAsync(string text, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Patience);
        var buffer = new byte[4096];
        int found;
        while ((found = _seen.ToString().IndexOf(text, _read, StringComparison.Ordinal)) < 0
            || !_seen.ToString()[found..].Contains('\n'))
        {
            var count = await ReceiveAsync(buffer, text, limit.Token);
            _seen.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }

        var all = _seen.ToString();
        _read = all.IndexOf('\n', found) + 1;
        return all[(all.LastIndexOf('\n', found) + 1).._read].Trim();
    }

    public async Task TypeAsync(string line, CancellationToken stop) =>
        await _serial.SendAsync(Encoding.UTF8.GetBytes(line + '\n'), stop);

    public async Task PressPowerButtonAsync(CancellationToken stop) =>
        await _monitor.SendAsync("""{"execute":"qmp_capabilities"}{"execute":"system_powerdown"}"""u8.ToArray(), stop);

    public async Task WaitForExitAsync(CancellationToken stop) => await _qemu.WaitForExitAsync(stop).WaitAsync(Patience, stop);

    public async ValueTask DisposeAsync()
    {
        _qemu.Kill();
        await _qemu.WaitForExitAsync();
        _qemu.Dispose();
        _serial.Dispose();
        _monitor.Dispose();
    }

    private async Task<int> ReceiveAsync(byte[] buffer, string text, CancellationToken stop)
    {
        try
        {
            var count = await _serial.ReceiveAsync(buffer, stop);
            return count > 0 ? count : throw new EndOfStreamException($"QEMU ended before '{text}' came:\n{_seen}");
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"'{text}' did not come:\n{_seen}");
        }
    }

    private static Socket Listen(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        socket.Listen(1);
        return socket;
    }
}
