using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Qemu.Launching.Graphics;
using Lodge.Qemu.Live;
using Lodge.Qemu.Planning;
using Lodge.Qemu.Processes;

namespace Lodge.Qemu.Launching;

/// <summary>What a QEMU that was just started is told by its monitor, since its command line cannot say it.</summary>
internal static class FirstSettings
{
    /// <summary>Tells it. Safe to repeat for a QEMU of which nobody knows how far its start had come.</summary>
    /// <exception cref="LodgeException">A socket cannot be made, QEMU refused, or an image on a server does not stand alone.</exception>
    public static async Task ApplyAsync(
        QmpSession session, VmDefinition definition, IReadOnlyList<RunningDisplay> displays, VmPaths paths, CancellationToken cancellationToken)
    {
        await LoneImages.CheckAsync(session, definition.Disks, cancellationToken);
        await DisplayOpener.OpenAsync(session, definition, displays, paths, cancellationToken);
        await new DeviceSettings(session, definition).ApplyAsync(cancellationToken);
    }
}
