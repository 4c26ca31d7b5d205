using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Devices;

/// <summary>Takes the daemon's own sockets, which live XML shows, for what they are: ports that it brokers.</summary>
internal static class OwnSockets
{
    public static VmDefinition Forget(VmDefinition definition, string? folder) => folder is null ? definition : definition with
    {
        Serials = [.. definition.Serials.Select(port => Forget(port, folder))],
        Parallels = definition.Parallels?.Select(port => Forget(port, folder)).ToList(),
        Consoles = definition.Consoles?.Select(port => Forget(port, folder)).ToList(),
        Channels = definition.Channels?.Select(port => Forget(port, folder)).ToList(),
    };

    private static T Forget<T>(T port, string folder)
        where T : CharacterDevice =>
        port.Backend is UnixBackend { Mode: SocketMode.Bind } socket && socket.Path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal)
            ? port with { Backend = null } : port;
}
