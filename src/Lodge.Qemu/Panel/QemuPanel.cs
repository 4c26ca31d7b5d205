using System.Runtime.InteropServices;
using Lodge.Engine.Ports;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Keys;
using Lodge.Qemu.Processes;
using Lodge.Qemu.Saving;
using Lodge.Qmp.Commands;
using Lodge.Qmp.Events;

namespace Lodge.Qemu.Panel;

/// <summary>Screen, keyboard and debugging of one QEMU.</summary>
internal sealed class QemuPanel(QmpSession session, VmDefinition definition, DumpFolder dumps) : IVmPanel
{
    private readonly ScreenCamera _camera = new(session, definition);
    private readonly ViewerDoor _viewers = new(session);
    private readonly MemoryDumper _dumper = new(session, definition.Name);

    public Task<ScreenPicture> CaptureAsync(int screen, CancellationToken cancellationToken) => _camera.CaptureAsync(screen, cancellationToken);

    public Task PressAsync(KeyChord keys, TimeSpan hold, CancellationToken cancellationToken) =>
        session.ExecuteAsync(new SendKeyCommand(keys.Keys, (long)hold.TotalMilliseconds), cancellationToken);

    public Task InjectNmiAsync(CancellationToken cancellationToken) => session.ExecuteAsync(new InjectNmiCommand(), cancellationToken);

    public Task ConnectViewerAsync(GraphicsType display, SafeHandle viewer, bool skipAuthentication, CancellationToken cancellationToken) =>
        _viewers.ConnectAsync(display, viewer, skipAuthentication, cancellationToken);

    public Task<SafeHandle> OpenViewerAsync(GraphicsType display, bool skipAuthentication, CancellationToken cancellationToken) =>
        _viewers.OpenAsync(display, skipAuthentication, cancellationToken);

    public async Task<IReadOnlyList<MemoryDumpFormat>> QueryDumpFormatsAsync(CancellationToken cancellationToken) =>
        DumpFormats.Of((await session.ExecuteAsync(new QueryDumpCapabilityCommand(), cancellationToken)).Formats);

    public Task DumpAsync(string path, MemoryDumpFormat format, IProgress<double> progress, CancellationToken cancellationToken) =>
        _dumper.WriteAsync(path, DumpFormats.Of(format), progress, cancellationToken);

    public string MakeRoomForDump(DateTimeOffset now) => dumps.MakeRoom(now);

    public void ForgetDump(string path) => PartialFile.Remove(path);

    /// <summary>Sees every event of the session.</summary>
    public void Observe(QmpEvent happened) => _dumper.Observe(happened);
}
