using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Lodge.Model.Networks;

namespace Lodge.Engine.Networks.Addresses;

/// <summary>Addresses by MAC address, each once, as the first source told it.</summary>
internal sealed class KnownAddresses
{
    private readonly ConcurrentDictionary<string, List<NicAddress>> _known = new(StringComparer.OrdinalIgnoreCase);

    public void Add(string? mac, IEnumerable<NicAddress> addresses)
    {
        if (mac is null)
        {
            return;
        }

        var known = _known.GetOrAdd(mac, static _ => []);
        lock (known)
        {
            foreach (var address in addresses)
            {
                if (!known.Exists(other => Same(other.Address, address.Address)))
                {
                    known.Add(address);
                }
            }
        }
    }

    /// <summary>IPv4 first, those of the link only last; else in the order of telling.</summary>
    public IReadOnlyList<NicAddress> Of(string mac) => _known.TryGetValue(mac, out var known) ? [.. known.OrderBy(address => Rank(address.Address))] : [];

    private static int Rank(string address) => !IPAddress.TryParse(address, out var parsed) ? 3
        : parsed.AddressFamily == AddressFamily.InterNetwork ? 0
        : parsed.IsIPv6LinkLocal ? 2 : 1;

    private static bool Same(string one, string other) =>
        one == other || (IPAddress.TryParse(one, out var a) && IPAddress.TryParse(other, out var b) && a.Equals(b));
}
