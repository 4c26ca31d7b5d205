using System.Net.Sockets;
using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Lodge.Xdr;

namespace Lodge.Storage.Nfs;

/// <summary>
/// A folder of an NFS server of version 3, mounted by nobody: its files are listed, made, renamed and deleted by messages to
/// the server. A server that does not answer costs a few seconds and no thread.
/// </summary>
internal sealed class NfsSession : IDisposable
{
    private const uint LargestListing = 1 << 16;
    private const int MostRead = 1 << 16;
    private const int LongestPath = 1024;

    private readonly RpcConnection _connection;
    private readonly byte[] _folder;
    private readonly string _place;

    private NfsSession(RpcConnection connection, byte[] folder, string place) => (_connection, _folder, _place) = (connection, folder, place);

    /// <summary>Asks a server for a folder.</summary>
    /// <exception cref="LodgeException">It does not answer, or does not give it.</exception>
    public static async Task<NfsSession> OpenAsync(string host, string folder, NfsUser user, CancellationToken cancellationToken)
    {
        var (server, place) = (ServerAddress.Parse(host).Host, $"{host}:{folder}");
        try
        {
            var handle = await MountAsync(server, folder, user, place, cancellationToken);
            var port = await PortAsync(server, NfsNumbers.Lookup, user, cancellationToken);
            return new NfsSession(await RpcConnection.OpenAsync(server, port is 0 ? NfsNumbers.StandardPort : port, user, cancellationToken), handle, place);
        }
        catch (Exception failure) when (failure is SocketException or IOException or TimeoutException or XdrException)
        {
            throw NfsTrouble.Unreachable(place, failure);
        }
    }

    /// <summary>All files of the folder, with folders and others among them.</summary>
    public async Task<IReadOnlyList<NfsFile>> ListAsync(CancellationToken cancellationToken)
    {
        var (files, cookie, verifier, isLast) = (new List<NfsFile>(), 0UL, 0UL, false);
        while (!isLast)
        {
            var answer = await CallAsync(NfsNumbers.ReadFolder, message =>
            {
                message.WriteOpaque(_folder, NfsNumbers.LongestHandle);
                message.WriteUHyper(cookie);
                message.WriteUHyper(verifier);
                message.WriteUInt(LargestListing);
                message.WriteUInt(LargestListing);
            }, cancellationToken);
            (var page, cookie, verifier, isLast) = NfsListing.Read(answer.Span, cookie);
            files.AddRange(page);
        }

        return files;
    }

    /// <summary>A file; null when there is none.</summary>
    public async Task<NfsFile?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var (status, answer) = await TryAsync(NfsNumbers.Lookup, message => WriteName(message, name), cancellationToken);
        if (status == NfsTrouble.Missing)
        {
            return null;
        }

        NfsTrouble.ThrowIf(status, _place, name);
        return Read(answer.Span, name);

        static NfsFile? Read(ReadOnlySpan<byte> answer, string name)
        {
            var reader = new XdrReader(answer);
            var handle = reader.ReadOpaque(NfsNumbers.LongestHandle);
            return NfsFile.ReadOptional(ref reader, name, handle);
        }
    }

    /// <summary>The beginning of a file.</summary>
    public async Task<byte[]> ReadStartAsync(NfsFile file, int most, CancellationToken cancellationToken)
    {
        var answer = await CallAsync(NfsNumbers.Read, message =>
        {
            message.WriteOpaque(file.Handle, NfsNumbers.LongestHandle);
            message.WriteUHyper(0);
            message.WriteUInt((uint)Math.Min(most, MostRead));
        }, cancellationToken);
        return Read(answer.Span, file.Name);

        static byte[] Read(ReadOnlySpan<byte> answer, string name)
        {
            var reader = new XdrReader(answer);
            NfsFile.ReadOptional(ref reader, name, []);
            reader.ReadUInt();
            reader.ReadUInt();
            return reader.ReadOpaque(MostRead);
        }
    }

    /// <summary>Makes a file of a length without anything in it. The name must be free.</summary>
    public Task CreateAsync(string name, uint mode, long length, CancellationToken cancellationToken) => CallAsync(NfsNumbers.Create, message =>
    {
        WriteName(message, name);
        message.WriteUInt(NfsNumbers.CreateGuarded);
        WriteAttributes(message, mode, length);
    }, cancellationToken);

    /// <summary>Makes a file shorter or longer.</summary>
    public Task ResizeAsync(NfsFile file, long length, CancellationToken cancellationToken) => CallAsync(NfsNumbers.SetAttributes, message =>
    {
        message.WriteOpaque(file.Handle, NfsNumbers.LongestHandle);
        WriteAttributes(message, null, length);
        message.WritePresence(false);
    }, cancellationToken);

    /// <summary>Deletes a file.</summary>
    public Task DeleteAsync(string name, CancellationToken cancellationToken) => CallAsync(NfsNumbers.Remove, message => WriteName(message, name), cancellationToken);

    /// <summary>Gives a file another name, in one step.</summary>
    public Task RenameAsync(string name, string newName, CancellationToken cancellationToken) => CallAsync(NfsNumbers.Rename, message =>
    {
        WriteName(message, name);
        WriteName(message, newName);
    }, cancellationToken);

    /// <summary>The room of the file system that the folder is on.</summary>
    public async Task<PoolRoom> MeasureAsync(CancellationToken cancellationToken)
    {
        var answer = await CallAsync(NfsNumbers.Room, message => message.WriteOpaque(_folder, NfsNumbers.LongestHandle), cancellationToken);
        return Read(answer.Span);

        static PoolRoom Read(ReadOnlySpan<byte> answer)
        {
            var reader = new XdrReader(answer);
            NfsFile.ReadOptional(ref reader, "", []);
            var (total, _, available) = (reader.ReadHyper(), reader.ReadHyper(), reader.ReadHyper());
            return new PoolRoom(total, total - available, available);
        }
    }

    /// <summary>The port at which a program of a server listens, as its port mapper tells; 0 for none.</summary>
    public static async Task<int> PortAsync(string server, RpcProcedure wanted, NfsUser user, CancellationToken cancellationToken)
    {
        using var connection = await RpcConnection.OpenAsync(server, NfsNumbers.PortMapperPort, user, cancellationToken);
        var answer = await connection.CallAsync(NfsNumbers.GetPort, message =>
        {
            message.WriteUInt(wanted.Program);
            message.WriteUInt(wanted.Version);
            message.WriteUInt(NfsNumbers.Tcp);
            message.WriteUInt(0);
        }, cancellationToken);
        return new XdrReader(answer.Span).ReadUInt() is <= ushort.MaxValue and var port ? (int)port : throw new IOException("its port mapper names no port");
    }

    public void Dispose() => _connection.Dispose();

    private static async Task<byte[]> MountAsync(string server, string folder, NfsUser user, string place, CancellationToken cancellationToken)
    {
        using var connection = await RpcConnection.OpenAsync(server, await PortAsync(server, NfsNumbers.Mount, user, cancellationToken), user, cancellationToken);
        var answer = await connection.CallAsync(NfsNumbers.Mount, message => message.WriteString(folder, LongestPath), cancellationToken);
        return Read(answer.Span, place);

        static byte[] Read(ReadOnlySpan<byte> answer, string place)
        {
            var reader = new XdrReader(answer);
            NfsTrouble.ThrowIf(reader.ReadUInt(), place, null);
            return reader.ReadOpaque(NfsNumbers.LongestHandle);
        }
    }

    private async Task<ReadOnlyMemory<byte>> CallAsync(RpcProcedure procedure, Action<XdrWriter> write, CancellationToken cancellationToken)
    {
        var (status, answer) = await TryAsync(procedure, write, cancellationToken);
        NfsTrouble.ThrowIf(status, _place, null);
        return answer;
    }

    private async Task<(uint Status, ReadOnlyMemory<byte> Answer)> TryAsync(RpcProcedure procedure, Action<XdrWriter> write, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _connection.CallAsync(procedure, write, cancellationToken);
            return (new XdrReader(answer.Span).ReadUInt(), answer[4..]);
        }
        catch (Exception failure) when (failure is SocketException or IOException or TimeoutException or XdrException)
        {
            throw NfsTrouble.Unreachable(_place, failure);
        }
    }

    private void WriteName(XdrWriter message, string name)
    {
        message.WriteOpaque(_folder, NfsNumbers.LongestHandle);
        message.WriteString(name, NfsNumbers.LongestName);
    }

    // sattr3: mode, owner, group, length and two times, each of which may be left as it is.
    private static void WriteAttributes(XdrWriter message, uint? mode, long length)
    {
        message.WritePresence(mode is not null);
        if (mode is { } bits)
        {
            message.WriteUInt(bits);
        }

        message.WritePresence(false);
        message.WritePresence(false);
        message.WritePresence(true);
        message.WriteHyper(length);
        message.WriteUInt(0);
        message.WriteUInt(0);
    }
}
