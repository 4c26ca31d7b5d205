using System.Globalization;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Processes;
using Lodge.Qmp.Commands;

namespace Lodge.Qemu.Live;

/// <summary>Brings a running display's password and its expiry to what a definition says. They never stand on a command line.</summary>
internal static class ApplyGraphics
{
    /// <summary>Sets password and expiry; nothing for a display without a password.</summary>
    /// <param name="session">The monitor.</param>
    /// <param name="display">The display as it shall be.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="LodgeException">QEMU refused; the old password may be in force still.</exception>
    public static async Task PasswordAsync(QmpSession session, GraphicsDefinition display, CancellationToken cancellationToken)
    {
        if (display is not { Password: { } password, Type: GraphicsType.Vnc or GraphicsType.Spice })
        {
            return;
        }

        var protocol = display.Type == GraphicsType.Vnc ? DisplayProtocol.Vnc : DisplayProtocol.Spice;
        await session.ExecuteAsync(new SetPasswordCommand(protocol, password, Connected(display)), cancellationToken);
        await session.ExecuteAsync(new ExpirePasswordCommand(protocol, Until(display.PasswordExpires)), cancellationToken);
    }

    // QEMU lets viewers of VNC stay in any case, and refuses to be asked for anything else.
    private static ConnectedAction? Connected(GraphicsDefinition display) => (display.Type, display.Connected) switch
    {
        (GraphicsType.Vnc, _) or (_, null) => null,
        (_, ConnectedPolicy.Disconnect) => ConnectedAction.Disconnect,
        (_, ConnectedPolicy.Fail) => ConnectedAction.Fail,
        _ => ConnectedAction.Keep,
    };

    // 'expire_password' takes seconds since 1970 (qapi/ui.json in QEMU's tree).
    private static string Until(DateTimeOffset? expires) =>
        expires?.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) ?? "never";
}
