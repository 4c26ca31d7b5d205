using System.Globalization;
using System.Net;
using Lodge.Model.Networks;

namespace Lodge.Linux.Network;

/// <summary>A socket of the host that waits for whoever comes.</summary>
/// <param name="Protocol">Its protocol.</param>
/// <param name="Address">The address that it was bound to; <c>0.0.0.0</c> or <c>::</c>: all.</param>
/// <param name="Port">Its port.</param>
public sealed record ListeningSocket(TransportProtocol Protocol, IPAddress Address, int Port);

/// <summary>Sockets of the host that wait for whoever comes, from <c>/proc/net</c> (proc_net(5)).</summary>
public static class ListeningSockets
{
    // States of include/net/tcp_states.h; a UDP socket that is connected to nobody has the second.
    private const string Listening = "0A";
    private const string Unconnected = "07";

    private static readonly (string File, TransportProtocol Protocol, string State)[] s_files =
    [
        ("tcp", TransportProtocol.Tcp, Listening),
        ("tcp6", TransportProtocol.Tcp, Listening),
        ("udp", TransportProtocol.Udp, Unconnected),
        ("udp6", TransportProtocol.Udp, Unconnected),
    ];

    /// <summary>Those of the network namespace that the calling thread is in.</summary>
    public static IReadOnlyList<ListeningSocket> List() =>
        [.. s_files.Select(kind => (kind, Path: $"/proc/thread-self/net/{kind.File}"))
            .Where(found => File.Exists(found.Path))
            .SelectMany(found => Parse(File.ReadAllText(found.Path), found.kind.Protocol, found.kind.State))];

    /// <summary>Reads one of the kernel's tables.</summary>
    internal static IEnumerable<ListeningSocket> Parse(string table, TransportProtocol protocol, string? state = null)
    {
        var wanted = state ?? (protocol == TransportProtocol.Tcp ? Listening : Unconnected);
        foreach (var line in table.Split('\n').Skip(1))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > 3 && fields[3] == wanted && fields[1].Split(':') is [var address, var port])
            {
                yield return new ListeningSocket(protocol, Address(address), int.Parse(port, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            }
        }
    }

    // Words of 32 bits, each as the processor writes it, so on little-endian machines from its last byte.
    private static IPAddress Address(string text)
    {
        var bytes = Convert.FromHexString(text);
        if (BitConverter.IsLittleEndian)
        {
            for (var word = 0; word < bytes.Length; word += 4)
            {
                Array.Reverse(bytes, word, 4);
            }
        }

        return new IPAddress(bytes);
    }
}
