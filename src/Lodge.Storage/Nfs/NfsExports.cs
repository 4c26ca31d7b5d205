using System.Net.Sockets;
using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Lodge.Xdr;

namespace Lodge.Storage.Nfs;

/// <summary>The folders that an NFS server of version 3 exports (RFC 1813, 5.2.5: <c>MOUNTPROC3_EXPORT</c>).</summary>
internal static class NfsExports
{
    private const int LongestPath = 1024;
    private const int LongestName = 255;

    /// <summary>Asks a server.</summary>
    /// <exception cref="LodgeException">It does not answer, or does not tell.</exception>
    public static async Task<IReadOnlyList<string>> ListAsync(string host, NfsUser user, CancellationToken cancellationToken)
    {
        var server = ServerAddress.Parse(host).Host;
        try
        {
            var port = await NfsSession.PortAsync(server, NfsNumbers.Exports, user, cancellationToken);
            if (port == 0)
            {
                throw new IOException("it has no mount service; one that speaks NFS version 4 alone does not tell what it exports");
            }

            using var connection = await RpcConnection.OpenAsync(server, port, user, cancellationToken);
            return Read((await connection.CallAsync(NfsNumbers.Exports, _ => { }, cancellationToken)).Span);
        }
        catch (Exception failure) when (failure is SocketException or IOException or TimeoutException or XdrException)
        {
            throw NfsTrouble.Unreachable(host, failure);
        }
    }

    /// <summary>Reads the answer: a list of folders, each with the list of those who may use it. Pure.</summary>
    /// <exception cref="XdrException">It is cut off, or too long.</exception>
    public static IReadOnlyList<string> Read(ReadOnlySpan<byte> answer)
    {
        var reader = new XdrReader(answer);
        var folders = new List<string>();
        while (reader.ReadPresence())
        {
            folders.Add(reader.ReadString(LongestPath));
            while (reader.ReadPresence())
            {
                reader.ReadString(LongestName);
            }
        }

        return folders;
    }
}
