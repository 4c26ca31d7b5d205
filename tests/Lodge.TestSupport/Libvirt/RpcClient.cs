using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Lodge.TestSupport.Libvirt;

/// <summary>A client of the libvirt protocol that says exactly what it is told to, right or wrong.</summary>
public sealed class RpcClient : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly List<RpcMessage> _aside = [];
    private uint _serial;

    private RpcClient(Socket socket) => Socket = socket;

    public Socket Socket { get; }

    /// <summary>Connects, and does nothing more.</summary>
    public static async Task<RpcClient> ConnectAsync(EndPoint address)
    {
        var protocol = address is UnixDomainSocketEndPoint ? ProtocolType.Unspecified : ProtocolType.Tcp;
        var socket = new Socket(address.AddressFamily, SocketType.Stream, protocol);
        await socket.ConnectAsync(address);
        return new RpcClient(socket);
    }

    /// <summary>Connects, authenticates, and opens qemu:///system.</summary>
    public static async Task<RpcClient> OpenAsync(EndPoint address, uint flags = 0)
    {
        var client = await ConnectAsync(address);
        await client.CallAsync(66);
        await client.CallAsync(1, new RpcArguments().OptionalText("qemu:///system").Number((int)flags).ToArray());
        return client;
    }

    /// <summary>Sends a call of the remote program and waits for its reply; what comes in between is kept.</summary>
    public async Task<RpcMessage> CallAsync(int procedure, byte[]? arguments = null, uint program = RpcMessage.Remote) =>
        await ReplyToAsync(await BeginAsync(procedure, arguments, program));

    /// <summary>Sends a call and returns its serial.</summary>
    public async Task<uint> BeginAsync(int procedure, byte[]? arguments = null, uint program = RpcMessage.Remote, int type = RpcMessage.Call)
    {
        var serial = _serial++;
        await SendAsync(new RpcMessage(program, 1, procedure, type, serial, 0, arguments ?? []));
        return serial;
    }

    /// <summary>The reply to a call; what comes before it is kept.</summary>
    public async Task<RpcMessage> ReplyToAsync(uint serial)
    {
        var reply = _aside.Find(message => IsReplyTo(message, serial));
        if (reply is not null)
        {
            _aside.Remove(reply);
            return reply;
        }

        while (true)
        {
            var message = await ReceiveAsync() ?? throw new IOException("The server closed the connection instead of answering.");
            if (IsReplyTo(message, serial))
            {
                return message;
            }

            _aside.Add(message);
        }
    }

    /// <summary>The next message that was no awaited reply.</summary>
    public async Task<RpcMessage?> NextAsync()
    {
        if (_aside.Count == 0)
        {
            return await ReceiveAsync();
        }

        var kept = _aside[0];
        _aside.RemoveAt(0);
        return kept;
    }

    public Task SendAsync(RpcMessage message) => SendAsync(message.ToBytes());

    public async Task SendAsync(byte[] bytes)
    {
        for (var sent = 0; sent < bytes.Length;)
        {
            sent += await Socket.SendAsync(bytes.AsMemory(sent));
        }
    }

    /// <summary>Reads exactly one message, and not a byte more; null when the server has closed.</summary>
    public async Task<RpcMessage?> ReceiveAsync()
    {
        using var patience = new CancellationTokenSource(s_patience);
        var word = new byte[4];
        if (!await FillAsync(word, patience.Token))
        {
            return null;
        }

        var whole = new byte[BinaryPrimitives.ReadInt32BigEndian(word)];
        word.CopyTo(whole, 0);
        return await FillAsync(whole.AsMemory(4), patience.Token) ? RpcMessage.FromBytes(whole) : null;
    }

    public void Dispose() => Socket.Dispose();

    private static bool IsReplyTo(RpcMessage message, uint serial) =>
        message.Type is RpcMessage.Reply or RpcMessage.ReplyWithDescriptors && message.Serial == serial;

    private async Task<bool> FillAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        while (!buffer.IsEmpty)
        {
            int read;
            try
            {
                read = await Socket.ReceiveAsync(buffer, cancellation);
            }
            catch (SocketException)
            {
                // A server that closes with bytes unread resets the connection; for a client both mean the end.
                return false;
            }

            if (read == 0)
            {
                return false;
            }

            buffer = buffer[read..];
        }

        return true;
    }
}
