using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Qemu.Planning.Graphics;

/// <summary>Where the displays of a VM listen.</summary>
internal static class DisplayPlaces
{
    /// <summary>The places, one for each display, in the order of the definition.</summary>
    /// <param name="graphics">The displays.</param>
    /// <param name="ports">Their ports, in the same order.</param>
    /// <param name="paths">Where the VM's files live.</param>
    public static IReadOnlyList<RunningDisplay> Of(
        IReadOnlyList<GraphicsDefinition> graphics, IReadOnlyList<ChosenPorts> ports, VmPaths paths) =>
        [.. graphics.Select((display, index) => Of(display, ports.ElementAtOrDefault(index) ?? ChosenPorts.None, paths))];

    private static RunningDisplay Of(GraphicsDefinition display, ChosenPorts ports, VmPaths paths)
    {
        var nowhere = new RunningDisplay { Type = display.Type };
        return display.Type == GraphicsType.Dbus ? nowhere : display.Listen switch
        {
            NoListen => nowhere,
            AddressListen address => nowhere with
            {
                Address = address.Address ?? PortWishes.DefaultAddress,
                Port = ports.Port,
                TlsPort = ports.TlsPort,
                WebSocketPort = ports.WebSocketPort,
            },
            SocketListen { Path: { } path } => nowhere with { Socket = path },
            _ => nowhere with { Socket = display.Type == GraphicsType.Spice ? paths.SpiceSocket : paths.VncSocket },
        };
    }
}
