using System.Net;
using System.Net.Sockets;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Planning.Graphics;

namespace Lodge.Qemu.Launching.Graphics;

/// <summary>
/// Finds free TCP ports for displays. What it hands out stays claimed until the lease is given back, when QEMU listens
/// there, so that two VMs that start at the same moment never get the same one, whichever daemons start them.
/// </summary>
internal sealed class PortBook
{
    /// <summary>The first port that is chosen; displays are there by custom.</summary>
    public const int First = 5900;

    // Searching and claiming are one step in this process, too: it saves trying what another start is just trying.
    private readonly Lock _lock = new();

    /// <summary>Chooses and claims the ports of all displays of a VM.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.InsufficientResources"/>: none is free.</exception>
    public PortLease Reserve(IReadOnlyList<GraphicsDefinition> graphics)
    {
        lock (_lock)
        {
            var claims = new Dictionary<int, PortClaim>();
            try
            {
                var chosen = graphics.Select(display => PortWishes.Choose(display, address => Free(address, claims))).ToList();
                ClaimNamed(chosen.SelectMany(ports => ports.All), claims);
                return new PortLease(chosen, [.. claims.Values]);
            }
            catch
            {
                claims.Values.ToList().ForEach(claim => claim.Dispose());
                throw;
            }
        }
    }

    /// <summary>Whether nobody listens at a port.</summary>
    public static bool IsFree(string address, int port)
    {
        try
        {
            using var socket = TcpSocket.Listen(address, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int Free(string address, Dictionary<int, PortClaim> claims)
    {
        for (var port = First; port <= IPEndPoint.MaxPort; port++)
        {
            if (claims.ContainsKey(port) || PortClaim.TryMake(port) is not { } claim)
            {
                continue;
            }

            if (IsFree(address, port))
            {
                claims.Add(port, claim);
                return port;
            }

            claim.Dispose();
        }

        throw new LodgeException(
            ErrorCode.InsufficientResources,
            $"No TCP port from {First} on is free at {address} for a display.",
            "See that the address is one of this host's, or let the display listen on a socket.");
    }

    // A port that a definition names is taken whoever claims it; but nobody is to choose it meanwhile.
    private static void ClaimNamed(IEnumerable<int> ports, Dictionary<int, PortClaim> claims)
    {
        foreach (var port in ports.Where(port => !claims.ContainsKey(port)).Distinct().ToList())
        {
            if (PortClaim.TryMake(port) is { } claim)
            {
                claims.Add(port, claim);
            }
        }
    }
}

/// <summary>Ports that are claimed; disposing gives them back.</summary>
/// <param name="ports">The ports of each display.</param>
/// <param name="claims">What keeps others away.</param>
internal sealed class PortLease(IReadOnlyList<ChosenPorts> ports, IReadOnlyList<PortClaim> claims) : IDisposable
{
    /// <summary>The ports of each display, in the order of the definition.</summary>
    public IReadOnlyList<ChosenPorts> Ports => ports;

    public void Dispose()
    {
        foreach (var claim in claims)
        {
            claim.Dispose();
        }
    }
}
