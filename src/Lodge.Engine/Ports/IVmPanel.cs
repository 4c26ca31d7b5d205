using System.Runtime.InteropServices;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Keys;

namespace Lodge.Engine.Ports;

/// <summary>What a running machine has for those who stand before it: screen, keyboard, and buttons for its debuggers.</summary>
public interface IVmPanel
{
    /// <summary>Takes a picture of a screen.</summary>
    /// <param name="screen">0 for the first.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<ScreenPicture> CaptureAsync(int screen, CancellationToken cancellationToken);

    /// <summary>Presses keys together, and lets go of them after a while; presses queue behind each other.</summary>
    Task PressAsync(KeyChord keys, TimeSpan hold, CancellationToken cancellationToken);

    /// <summary>Sends the guest a non-maskable interrupt.</summary>
    Task InjectNmiAsync(CancellationToken cancellationToken);

    /// <summary>Hands a connected socket to a display, whose viewer is at its other end.</summary>
    /// <param name="display">VNC or SPICE.</param>
    /// <param name="viewer">The socket; it stays the caller's, QEMU has a copy.</param>
    /// <param name="skipAuthentication">Whether the viewer need not say the password.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task ConnectViewerAsync(GraphicsType display, SafeHandle viewer, bool skipAuthentication, CancellationToken cancellationToken);

    /// <summary>Makes a socket that is connected to a display.</summary>
    /// <param name="display">VNC or SPICE.</param>
    /// <param name="skipAuthentication">Whether the viewer need not say the password.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The viewer's end, which is the caller's.</returns>
    Task<SafeHandle> OpenViewerAsync(GraphicsType display, bool skipAuthentication, CancellationToken cancellationToken);

    /// <summary>The formats that this QEMU can dump the guest's memory in.</summary>
    Task<IReadOnlyList<MemoryDumpFormat>> QueryDumpFormatsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Writes the guest's memory to <paramref name="path"/>: first to a temporary file beside it, synced, then renamed.
    /// QEMU halts a running guest meanwhile, and lets it run again whatever comes of it.
    /// On failure or cancellation the file is gone.
    /// </summary>
    Task DumpAsync(string path, MemoryDumpFormat format, IProgress<double> progress, CancellationToken cancellationToken);

    /// <summary>
    /// A file that does not exist yet, for a dump that nobody asked for at this moment. A guest can cause many, so only
    /// the newest few are kept: those beyond are removed.
    /// </summary>
    /// <param name="now">The time that its name tells.</param>
    string MakeRoomForDump(DateTimeOffset now);

    /// <summary>Removes what a dump that a former daemon had begun left; QEMU has given it up when that daemon ended.</summary>
    void ForgetDump(string path);
}

/// <summary>A picture of a screen.</summary>
/// <param name="Width">Pixels a line.</param>
/// <param name="Height">Lines.</param>
/// <param name="Rgb">Red, green and blue, one byte each, from the top left, line by line, without padding.</param>
public sealed record ScreenPicture(int Width, int Height, ReadOnlyMemory<byte> Rgb);
