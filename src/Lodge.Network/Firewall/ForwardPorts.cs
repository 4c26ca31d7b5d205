using System.Net;
using System.Net.Sockets;
using Lodge.Linux.Network;
using Lodge.Model.Errors;
using Lodge.Model.Networks;

namespace Lodge.Network.Firewall;

/// <summary>Ports of the host that are to lead to guests, and programs that have them already. Pure.</summary>
internal static class ForwardPorts
{
    /// <summary>Refuses a forward that would take a program's port away.</summary>
    /// <param name="forwards">Forwards that are new.</param>
    /// <param name="sockets">What the host listens on.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidState"/>: which port, and where it is in use.</exception>
    public static void ThrowIfInUse(IEnumerable<PortForward> forwards, IReadOnlyList<ListeningSocket> sockets)
    {
        foreach (var forward in forwards)
        {
            if (sockets.FirstOrDefault(socket => Takes(forward, socket)) is { } taken)
            {
                var protocol = taken.Protocol.ToString().ToUpperInvariant();
                throw new LodgeException(
                    ErrorCode.InvalidState,
                    $"Port {taken.Port} ({protocol}) of the host is in use: a program listens on {new IPEndPoint(taken.Address, taken.Port)}, and would not be reached any more.",
                    $"Choose another port of the host, or stop that program ('ss -lnp sport = :{taken.Port}' names it).");
            }
        }
    }

    private static bool Takes(PortForward forward, ListeningSocket socket) =>
        forward.Protocol == socket.Protocol
        && socket.Port >= forward.Port && socket.Port <= (forward.LastPort ?? forward.Port)
        && (forward.Address is null ? MeansFamilyOf(forward, socket.Address) : IsAt(IPAddress.Parse(forward.Address), socket.Address));

    // A name may stand for addresses of both families; a socket on '::' hears IPv4 too.
    private static bool MeansFamilyOf(PortForward forward, IPAddress address) =>
        !IPAddress.TryParse(forward.Target, out var target) || target.AddressFamily == address.AddressFamily || address.Equals(IPAddress.IPv6Any);

    private static bool IsAt(IPAddress wanted, IPAddress address) =>
        wanted.Equals(address) || address.Equals(IPAddress.IPv6Any)
        || (address.Equals(IPAddress.Any) && wanted.AddressFamily == AddressFamily.InterNetwork);
}
