using System.Buffers.Binary;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Lodge.TestSupport.Networks;

namespace Lodge.Network.Tests.Support;

/// <summary>Asks for an address by DHCPv6 (RFC 8415): solicit and advertise, request and reply.</summary>
internal static class Dhcp6Client
{
    private const byte Solicit = 1;
    private const byte Request = 3;
    private const ushort ClientId = 1;
    private const ushort ServerId = 2;
    private const ushort Association = 3;
    private const ushort Elapsed = 8;
    private const int AssociationHeader = 12;
    private const int MessageHeader = 4;

    /// <summary>The address that is lent.</summary>
    /// <param name="guest">Who asks, by its <c>eth0</c>.</param>
    /// <param name="mac">Of which the client's identifier is made.</param>
    /// <param name="association">Number of the association.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    public static async Task<IPAddress> LeaseAsync(PrivateNetwork guest, string mac, byte association, CancellationToken cancellationToken)
    {
        using var socket = guest.Run(() => new Socket(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp));
        socket.Bind(new IPEndPoint(IPAddress.IPv6Any, 546));
        socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.MulticastInterface, guest.Host.Links.Get("eth0").Index);
        byte[] me = Option(ClientId, [0, 3, 0, 1, .. PhysicalAddress.Parse(mac).GetAddressBytes()]);
        byte[] rest = [.. me, .. Option(Elapsed, [0, 0])];
        var offer = await AskAsync(socket, [Solicit, 0, 0, 1, .. rest, .. Option(Association, [0, 0, 0, association, .. new byte[8]])], cancellationToken);
        var server = Find(offer.AsSpan(MessageHeader), ServerId).ToArray();
        var offered = Find(offer.AsSpan(MessageHeader), Association).ToArray();
        var reply = await AskAsync(socket, [Request, 0, 0, 2, .. rest, .. Option(ServerId, server), .. Option(Association, offered)], cancellationToken);
        var given = Find(reply.AsSpan(MessageHeader), Association);
        return new IPAddress(given.Slice(AssociationHeader + 4, 16));
    }

    // Until the interface has its link-local address, nothing can be sent.
    private static async Task<byte[]> AskAsync(Socket socket, byte[] message, CancellationToken cancellationToken)
    {
        var buffer = new byte[1500];
        for (var tries = 0; ; tries++)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(TimeSpan.FromSeconds(1));
            try
            {
                await socket.SendToAsync(message, new IPEndPoint(IPAddress.Parse("ff02::1:2"), 547), patience.Token);
                int length;
                do
                {
                    length = await socket.ReceiveAsync(buffer, patience.Token);
                }
                while (!buffer.AsSpan(1, 3).SequenceEqual(message.AsSpan(1, 3)));
                return buffer[..length];
            }
            catch (Exception silence) when (silence is SocketException or OperationCanceledException && tries < 20 && !cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(100, cancellationToken);
            }
        }
    }

    private static byte[] Option(ushort code, byte[] value) => [(byte)(code >> 8), (byte)code, (byte)(value.Length >> 8), (byte)value.Length, .. value];

    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> options, ushort code)
    {
        while (options.Length >= 4)
        {
            var (kind, length) = (BinaryPrimitives.ReadUInt16BigEndian(options), BinaryPrimitives.ReadUInt16BigEndian(options[2..]));
            if (kind == code)
            {
                return options.Slice(4, length);
            }

            options = options[(4 + length)..];
        }

        throw new InvalidOperationException($"The answer has no option {code}.");
    }
}
