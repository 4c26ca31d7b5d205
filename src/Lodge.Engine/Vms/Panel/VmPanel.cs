using System.Runtime.InteropServices;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Keys;
using Lodge.Model.Vms.States;

namespace Lodge.Engine.Vms.Panel;

/// <summary>The screen, the keyboard and the NMI button of VMs.</summary>
/// <remarks>None of it changes the VM for Lodge, so it waits for no other operation on it.</remarks>
public sealed class VmPanel
{
    /// <summary>How long keys are held when nobody says.</summary>
    public static readonly TimeSpan UsualHold = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan LongestHold = TimeSpan.FromMinutes(1);
    private const int MostChords = 256;

    private readonly VmInventory _inventory;
    private readonly LiveVms _live;

    internal VmPanel(VmInventory inventory, LiveVms live) => (_inventory, _live) = (inventory, live);

    /// <summary>Takes a picture of a screen of a VM that has a QEMU.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="screen">0 for the first.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<ScreenPicture> CaptureAsync(string vm, int screen, CancellationToken cancellationToken) =>
        PanelOf(vm).CaptureAsync(screen, cancellationToken);

    /// <summary>Presses keys.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="keys">Chords, one pressed after the other; see <see cref="KeyChord.Parse"/>. At most 256.</param>
    /// <param name="set">What numbers in them mean.</param>
    /// <param name="hold">How long each chord is held, 1 ms to 1 minute.</param>
    /// <param name="cancellationToken">Ends the wait; what QEMU has already got is pressed.</param>
    public async Task SendKeysAsync(string vm, IReadOnlyList<string> keys, KeyCodeSet set, TimeSpan hold, CancellationToken cancellationToken)
    {
        if (keys.Count is 0 or > MostChords)
        {
            throw new LodgeException(ErrorCode.InvalidArgument, $"There must be 1 to {MostChords} keys or chords to press, and there are {keys.Count}.");
        }

        if (hold < TimeSpan.FromMilliseconds(1) || hold > LongestHold)
        {
            throw new LodgeException(ErrorCode.InvalidArgument, $"Keys are held 1 to {LongestHold.TotalMilliseconds:0} ms, not {hold.TotalMilliseconds:0} ms.");
        }

        var chords = keys.Select(text => KeyChord.Parse(text, set)).ToArray();
        var present = _inventory.Get(vm);
        if (present.Status.State is not (VmState.Running or VmState.Suspended))
        {
            throw VmStates.Refusal(present, "take keys");
        }

        foreach (var chord in chords)
        {
            await _live.Get(present.Id, present.Name).Process.Panel.PressAsync(chord, hold, cancellationToken);
        }
    }

    /// <summary>Sends the guest a non-maskable interrupt, on which many guests dump their state or panic.</summary>
    public Task InjectNmiAsync(string vm, CancellationToken cancellationToken) => PanelOf(vm).InjectNmiAsync(cancellationToken);

    /// <summary>Hands a connected socket to a display, whose viewer is at its other end.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="display">0 for the first of the running definition.</param>
    /// <param name="viewer">The socket; it stays the caller's.</param>
    /// <param name="skipAuthentication">Whether the viewer need not say the password.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task ConnectViewerAsync(string vm, int display, SafeHandle viewer, bool skipAuthentication, CancellationToken cancellationToken) =>
        PanelOf(vm).ConnectViewerAsync(TypeOf(vm, display), viewer, skipAuthentication, cancellationToken);

    /// <summary>Makes a socket that is connected to a display.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="display">0 for the first of the running definition.</param>
    /// <param name="skipAuthentication">Whether the viewer need not say the password.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The viewer's end, which is the caller's.</returns>
    public Task<SafeHandle> OpenViewerAsync(string vm, int display, bool skipAuthentication, CancellationToken cancellationToken) =>
        PanelOf(vm).OpenViewerAsync(TypeOf(vm, display), skipAuthentication, cancellationToken);

    private GraphicsType TypeOf(string vm, int display)
    {
        var present = _inventory.Get(vm);
        var displays = _live.Get(present.Id, present.Name).Intent.Definition.Graphics;
        if (display < 0 || display >= displays.Count)
        {
            throw new LodgeException(ErrorCode.InvalidArgument, $"VM '{present.Name}' has {displays.Count} displays, counted from 0, and no display {display}.");
        }

        return displays[display].Type is GraphicsType.Vnc or GraphicsType.Spice
            ? displays[display].Type
            : throw new LodgeException(ErrorCode.Unsupported, $"Display {display} of VM '{present.Name}' is for viewers that come by D-Bus, and takes no others.");
    }

    private IVmPanel PanelOf(string vm)
    {
        var present = _inventory.Get(vm);
        return _live.Get(present.Id, present.Name).Process.Panel;
    }
}
