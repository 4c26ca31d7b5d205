using System.Buffers.Binary;
using System.Net.Sockets;
using Lodge.Linux.Processes;
using Lodge.Xdr;

namespace Lodge.Storage.Nfs;

/// <summary>A connection to a program of ONC RPC over TCP (RFC 5531): one call at a time, in the name of a user, each with a limit.</summary>
internal sealed class RpcConnection : IDisposable
{
    private const int MostSent = 8192;
    private const int MostReceived = 1 << 20;
    private const int MarkSize = 4;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(8);

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly NfsUser _user;
    private uint _id;

    private RpcConnection(NfsUser user) => _user = user;

    /// <summary>Connects.</summary>
    /// <exception cref="SocketException">Nobody answers there.</exception>
    /// <exception cref="TimeoutException">Nobody answers in time.</exception>
    public static async Task<RpcConnection> OpenAsync(string host, int port, NfsUser user, CancellationToken cancellationToken)
    {
        var connection = new RpcConnection(user);
        try
        {
            await LimitAsync(async token =>
            {
                await connection._socket.ConnectAsync(host, port, token);
                return true;
            }, cancellationToken);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Calls a procedure.</summary>
    /// <param name="procedure">Which.</param>
    /// <param name="write">Writes its arguments.</param>
    /// <param name="cancellationToken">Ends the waiting; the connection is of no use afterwards.</param>
    /// <returns>What it answers, without the head of the reply.</returns>
    /// <exception cref="IOException">The connection broke, or the answer is none.</exception>
    /// <exception cref="TimeoutException">No answer came in time.</exception>
    public Task<ReadOnlyMemory<byte>> CallAsync(RpcProcedure procedure, Action<XdrWriter> write, CancellationToken cancellationToken) => LimitAsync(async token =>
    {
        using var message = new XdrWriter(MostSent);
        message.WriteUInt(0);
        WriteHead(message, procedure);
        write(message);
        message.Overwrite(0, NfsNumbers.LastFragment | (uint)(message.Length - MarkSize));
        await SendAsync(message.Written, token);
        return Body(await ReceiveAsync(token));
    }, cancellationToken);

    public void Dispose() => _socket.Dispose();

    private void WriteHead(XdrWriter message, RpcProcedure procedure)
    {
        message.WriteUInt(++_id);
        message.WriteUInt(NfsNumbers.Call);
        message.WriteUInt(NfsNumbers.RpcVersion);
        message.WriteUInt(procedure.Program);
        message.WriteUInt(procedure.Version);
        message.WriteUInt(procedure.Procedure);

        // AUTH_SYS: a stamp, the machine's name (none), user, group and no further groups; then no verifier.
        message.WriteUInt(NfsNumbers.AuthSystem);
        message.WriteUInt(20);
        message.WriteUInt(_id);
        message.WriteString("", NfsNumbers.LongestName);
        message.WriteUInt(_user.User);
        message.WriteUInt(_user.Group);
        message.WriteUInt(0);
        message.WriteUInt(0);
        message.WriteUInt(0);
    }

    private async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            while (!bytes.IsEmpty)
            {
                bytes = bytes[await _socket.SendAsync(bytes, cancellationToken)..];
            }
        }
        catch (SocketException broken)
        {
            throw new IOException(broken.Message, broken);
        }
    }

    // A message comes in pieces, each with a word that says how long it is and whether it is the last.
    private async Task<byte[]> ReceiveAsync(CancellationToken cancellationToken)
    {
        var whole = Array.Empty<byte>();
        while (true)
        {
            var mark = BinaryPrimitives.ReadUInt32BigEndian(await ReadAsync(MarkSize, cancellationToken));
            var length = (int)(mark & ~NfsNumbers.LastFragment);
            if (length > MostReceived - whole.Length)
            {
                throw new IOException($"the server sends a message of more than {MostReceived} bytes");
            }

            whole = [.. whole, .. await ReadAsync(length, cancellationToken)];
            if ((mark & NfsNumbers.LastFragment) != 0)
            {
                return whole;
            }
        }
    }

    private async Task<byte[]> ReadAsync(int length, CancellationToken cancellationToken)
    {
        var buffer = new byte[length];
        try
        {
            for (var filled = 0; filled < length;)
            {
                var read = await _socket.ReceiveAsync(buffer.AsMemory(filled), cancellationToken);
                filled += read > 0 ? read : throw new IOException("the server closed the connection");
            }
        }
        catch (SocketException broken)
        {
            throw new IOException(broken.Message, broken);
        }

        return buffer;
    }

    private ReadOnlyMemory<byte> Body(byte[] message)
    {
        try
        {
            var reader = new XdrReader(message);
            var (id, kind, isDenied) = (reader.ReadUInt(), reader.ReadUInt(), reader.ReadUInt() != 0);
            if (id != _id || kind != NfsNumbers.Reply)
            {
                throw new IOException("the server answers something that was not asked");
            }

            if (isDenied)
            {
                throw new IOException("the server refuses the call");
            }

            reader.ReadUInt();
            reader.ReadOpaque(400);
            return reader.ReadUInt() == 0 ? message.AsMemory(reader.Position) : throw new IOException("the server does not have this service");
        }
        catch (XdrException damaged)
        {
            throw new IOException($"the server's answer is damaged: {damaged.Message}", damaged);
        }
    }

    private static async Task<T> LimitAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_patience);
        try
        {
            return await work(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"it did not answer within {s_patience.TotalSeconds:0} s");
        }
    }
}

/// <summary>Who asks an NFS server.</summary>
internal sealed record NfsUser(uint User, uint Group)
{
    /// <summary>The user that the daemon runs as.</summary>
    public static NfsUser Own => new(ProcessRights.OwnUser, ProcessRights.OwnUser);
}
