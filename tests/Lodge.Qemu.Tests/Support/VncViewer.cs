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
    private const byte VeNCrypt = 19;
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
        return await IsRightAsync(stream, password, cancellationToken);
    }

    /// <summary>
    /// Whether a server that wants an encrypted connection lets somebody in with a password: VeNCrypt (security type 19), version
    /// 0.2, with an X.509 certificate and VNC's password within (subtype 261).
    /// </summary>
    public static async Task<bool> EntersEncryptedAsync(
        string address, int port, string password, TestCertificates certificates, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address, port, cancellationToken);
        var stream = client.GetStream();
        Assert.Equal(VeNCrypt, Assert.Single(await SecurityOfAsync(stream, cancellationToken)));
        await stream.WriteAsync(new[] { VeNCrypt }, cancellationToken);
        Assert.Equal([0, 2], await ReadAsync(stream, 2, cancellationToken));
        await stream.WriteAsync(new byte[] { 0, 2 }, cancellationToken);
        Assert.Equal([0, 1, 0, 0, 1, 5], await ReadAsync(stream, 6, cancellationToken)); // Taken; one subtype: 261.
        await stream.WriteAsync(new byte[] { 0, 0, 1, 5 }, cancellationToken);
        Assert.Equal([1], await ReadAsync(stream, 1, cancellationToken));
        await using var encrypted = await certificates.EncryptAsync(stream, cancellationToken);
        return await IsRightAsync(encrypted, password, cancellationToken);
    }

    private static async Task<bool> IsRightAsync(Stream stream, string password, CancellationToken cancellationToken)
    {
        var challenge = await ReadAsync(stream, 16, cancellationToken);
        await stream.WriteAsync(Answer(challenge, password), cancellationToken);
        return await ReadAsync(stream, 4, cancellationToken) is [0, 0, 0, 0];
    }

    private static async Task<byte[]> ReadAsync(Stream stream, int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
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
