using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Lodge.Qemu.Tests.Support;

/// <summary>The beginning of a VNC session, as a viewer goes through it (RFC 6143, sections 7.1 and 7.2).</summary>
internal static class VncViewer
{
    private const byte NoSecurity = 1;
    private const byte Password = 2;
    private static readonly byte[] Version = Encoding.ASCII.GetBytes("RFB 003.008\n");

    /// <summary>Which ways to prove oneself a server offers.</summary>
    public static async Task<byte[]> SecurityOfAsync(Stream stream, CancellationToken cancellationToken)
    {
        var version = new byte[Version.Length];
        await stream.ReadExactlyAsync(version, cancellationToken);
        Assert.Equal(Version, version);
        await stream.WriteAsync(Version, cancellationToken);
        var count = new byte[1];
        await stream.ReadExactlyAsync(count, cancellationToken);
        var types = new byte[count[0]];
        await stream.ReadExactlyAsync(types, cancellationToken);
        return types;
    }

    /// <summary>Whether a server lets somebody in with a password.</summary>
    public static async Task<bool> EntersAsync(string address, int port, string password, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address, port, cancellationToken);
        var stream = client.GetStream();
        Assert.Equal(Password, Assert.Single(await SecurityOfAsync(stream, cancellationToken)));
        await stream.WriteAsync(new[] { Password }, cancellationToken);
        var challenge = new byte[16];
        await stream.ReadExactlyAsync(challenge, cancellationToken);
        await stream.WriteAsync(Answer(challenge, password), cancellationToken);
        var result = new byte[4];
        await stream.ReadExactlyAsync(result, cancellationToken);
        return result is [0, 0, 0, 0];
    }

    /// <summary>Whether a server lets everybody in.</summary>
    public static async Task<bool> IsOpenAsync(Stream stream, CancellationToken cancellationToken) =>
        (await SecurityOfAsync(stream, cancellationToken)).Contains(NoSecurity);

    [SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "VNC's own.")]
    private static byte[] Answer(byte[] challenge, string password)
    {
        // Each byte of the password is taken with its bits in reverse.
        var key = new byte[8];
        Encoding.ASCII.GetBytes(password).CopyTo(key, 0);
        using var des = DES.Create();
        des.Key = [.. key.Select(value => (byte)Enumerable.Range(0, 8).Sum(bit => ((value >> bit) & 1) << (7 - bit)))];
        return des.EncryptEcb(challenge, PaddingMode.None);
    }
}
