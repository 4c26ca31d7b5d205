using Lodge.Engine.Ports;
using Lodge.Model.Events;
using Lodge.Model.Vms.Devices;
using Lodge.Qmp.Events;

namespace Lodge.Qemu.Processes;

/// <summary>Puts QEMU's events about those who watch displays into the engine's words. Pure.</summary>
internal static class ViewerTranslator
{
    /// <summary>The news for the engine; null for an event about something else.</summary>
    public static ViewerMoved? Translate(QmpEvent happened) => happened switch
    {
        VncConnectedEvent came => Vnc(ViewerPhase.Connected, came.Server, Of(came.Client)),
        VncInitializedEvent isIn => Vnc(ViewerPhase.Initialized, isIn.Server, Of(isIn.Client), isIn.Client),
        VncDisconnectedEvent went => Vnc(ViewerPhase.Disconnected, went.Server, Of(went.Client), went.Client),
        SpiceConnectedEvent came => Spice(ViewerPhase.Connected, Of(came.Server), Of(came.Client)),
        SpiceInitializedEvent isIn => Spice(
            ViewerPhase.Initialized, new ViewerAddress(isIn.Server.Family, isIn.Server.Host, isIn.Server.Port), Of(isIn.Client), isIn.Server.Auth),
        SpiceDisconnectedEvent went => Spice(ViewerPhase.Disconnected, Of(went.Server), Of(went.Client)),
        _ => null,
    };

    private static ViewerMoved Vnc(ViewerPhase phase, VncServerAddress server, ViewerAddress client, VncClientAddress? who = null) => new(new DisplayViewer
    {
        Display = GraphicsType.Vnc,
        Phase = phase,
        Server = new ViewerAddress(server.Family, server.Host, server.Service),
        Client = client,
        Authentication = server.Auth,
        Certificate = who?.X509Dname,
        User = who?.SaslUsername,
    });

    private static ViewerMoved Spice(ViewerPhase phase, ViewerAddress server, ViewerAddress client, string? authentication = null) => new(new DisplayViewer
    {
        Display = GraphicsType.Spice,
        Phase = phase,
        Server = server,
        Client = client,
        Authentication = authentication,
    });

    private static ViewerAddress Of(VncAddress client) => new(client.Family, client.Host, client.Service);

    private static ViewerAddress Of(VncClientAddress client) => new(client.Family, client.Host, client.Service);

    private static ViewerAddress Of(SpiceAddress end) => new(end.Family, end.Host, end.Port);
}
