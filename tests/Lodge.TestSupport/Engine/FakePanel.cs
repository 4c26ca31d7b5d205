using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Lodge.Engine.Ports;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Keys;
using Microsoft.Win32.SafeHandles;

namespace Lodge.TestSupport.Engine;

/// <summary>Screen, keyboard and memory of a <see cref="FakeQemu"/>.</summary>
internal sealed class FakePanel(FakeWorld world, Fate fate, FakeQemu qemu) : IVmPanel
{
    public async Task<ScreenPicture> CaptureAsync(int screen, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return new ScreenPicture(2, 1, new byte[] { 255, 0, 0, 0, 0, 255 });
    }

    public async Task PressAsync(KeyChord keys, TimeSpan hold, CancellationToken cancellationToken)
    {
        await Task.Yield();
        qemu.Pressed.Enqueue($"{keys} {hold.TotalMilliseconds:0}");
    }

    public async Task InjectNmiAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        qemu.Pressed.Enqueue("nmi");
    }

    // Greets as a VNC server does, over the socket that was passed.
    public async Task ConnectViewerAsync(GraphicsType display, SafeHandle viewer, bool skipAuthentication, CancellationToken cancellationToken)
    {
        await Task.Yield();
        using var socket = new Socket(new SafeSocketHandle(viewer.DangerousGetHandle(), ownsHandle: false));
        await socket.SendAsync(Encoding.ASCII.GetBytes($"{display} {skipAuthentication}\n"), cancellationToken);
    }

    public async Task<SafeHandle> OpenViewerAsync(GraphicsType display, bool skipAuthentication, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, $"{display} {skipAuthentication}\n", cancellationToken);
        return File.OpenHandle(file, options: FileOptions.DeleteOnClose);
    }

    public Task<IReadOnlyList<MemoryDumpFormat>> QueryDumpFormatsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<MemoryDumpFormat>>([MemoryDumpFormat.Elf, MemoryDumpFormat.KdumpZlib]);

    // As QEMU: the guest stands still meanwhile, and runs again whatever comes of it, also when the daemon is gone.
    public async Task DumpAsync(string path, MemoryDumpFormat format, IProgress<double> progress, CancellationToken cancellationToken)
    {
        await Task.Yield();
        fate.Touch();
        world.PartialFiles[path] = true;
        var ran = qemu.State == GuestRunState.Running;
        qemu.State = ran ? GuestRunState.Saving : qemu.State;
        try
        {
            fate.Touch();
            await world.SaveGate.WaitAsync(cancellationToken);
            progress.Report(0.5);
            if (world.SaveFailure is { } failure)
            {
                throw failure;
            }
        }
        catch (Exception failure) when (failure is not SimulatedCrashException)
        {
            world.PartialFiles.TryRemove(path, out _);
            throw;
        }
        finally
        {
            qemu.State = ran ? GuestRunState.Running : qemu.State;
        }

        world.PartialFiles.TryRemove(path, out _);
        world.Dumps[path] = format;
        fate.Touch();
    }

    public string MakeRoomForDump(DateTimeOffset now) => $"/state/dumps/{qemu.VmId}/dump.core";

    public void ForgetDump(string path) => world.PartialFiles.TryRemove(path, out _);
}
