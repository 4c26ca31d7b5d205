using Lodge.Model.Vms.Devices;

namespace Lodge.Qemu.Planning.Graphics;

/// <summary>Which TCP ports a display wants: pure, so that the launcher only has to find those that are left open.</summary>
internal static class PortWishes
{
    /// <summary>The address without which a display listens on this machine only.</summary>
    public const string DefaultAddress = "127.0.0.1";

    /// <summary>The ports of a display.</summary>
    /// <param name="graphics">The display.</param>
    /// <param name="free">Answers a free port of an address.</param>
    public static ChosenPorts Choose(GraphicsDefinition graphics, Func<string, int> free)
    {
        if (graphics.Listen is not AddressListen listen || graphics.Type == GraphicsType.Dbus)
        {
            return ChosenPorts.None;
        }

        var address = listen.Address ?? DefaultAddress;
        if (graphics.Type == GraphicsType.Vnc)
        {
            return new ChosenPorts(listen.Port ?? free(address), WebSocketPort: listen.WebSocketPort);
        }

        // With TLS there is no port without it, unless one is named.
        var encrypted = graphics.Tls == true;
        return new ChosenPorts(
            listen.Port ?? (encrypted ? null : free(address)),
            listen.TlsPort ?? (encrypted ? free(address) : null));
    }
}
