using System.Net.Sockets;
using System.Text;
using Lodge.Linux.Descriptors;
using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Linux.Tests.Support;

namespace Lodge.Linux.Tests.Descriptors;

public sealed class UnixSocketsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lodge-socket-").FullName;

    [Theory]
    [InlineData(20)]
    [InlineData(200)]
    public async Task A_path_of_any_length_can_be_listened_on_and_connected_to(int depth)
    {
        var path = SocketPath(depth);
        using var listener = UnixSockets.Listen(path, 0x1B0 /* 0660 */);
        Assert.Equal(FileKind.Socket, FileIdentity.Of(path).Kind);
        Assert.Equal(0x1B0, FileIdentity.Of(path).Permissions);

        using var client = await UnixSockets.ConnectAsync(path, Deadline.Token());
        using var server = await listener.AcceptAsync(Deadline.Token());
        await client.SendAsync("hello"u8.ToArray(), Deadline.Token());
        var buffer = new byte[16];
        Assert.Equal(5, await server.ReceiveAsync(buffer, Deadline.Token()));
        Assert.Equal("hello", Encoding.ASCII.GetString(buffer, 0, 5));
        Assert.Equal(
            new PeerCredentials(Environment.ProcessId, FileIdentity.Of(path).Uid, FileIdentity.Of(path).Gid),
            PeerCredentials.Of(server));
    }

    [Fact]
    public void A_left_over_socket_is_replaced_only_when_asked_and_nothing_else_ever_is()
    {
        var path = SocketPath(3);
        UnixSockets.Listen(path, 0x180).Dispose();
        Assert.True(File.Exists(path));

        Assert.Equal(Errno.EADDRINUSE, Assert.Throws<LinuxException>(() => UnixSockets.Listen(path, 0x180)).Errno);
        UnixSockets.Listen(path, 0x180, replace: true).Dispose();

        File.Delete(path);
        File.WriteAllText(path, "precious");
        Assert.Equal(
            Errno.EEXIST, Assert.Throws<LinuxException>(() => UnixSockets.Listen(path, 0x180, replace: true)).Errno);
        Assert.Equal("precious", File.ReadAllText(path));
    }

    [Fact]
    public async Task A_socket_that_nobody_listens_on_refuses()
    {
        var path = SocketPath(150);
        UnixSockets.Listen(path, 0x180).Dispose();
        var failure = await Assert.ThrowsAsync<SocketException>(() => UnixSockets.ConnectAsync(path, Deadline.Token()));
        Assert.Equal(SocketError.ConnectionRefused, failure.SocketErrorCode);
    }

    [Fact]
    public async Task A_descriptor_travels_with_the_first_byte_of_its_command()
    {
        var path = SocketPath(3);
        using var listener = UnixSockets.Listen(path, 0x180);
        using var client = await UnixSockets.ConnectAsync(path, Deadline.Token());
        using var server = await listener.AcceptAsync(Deadline.Token());
        using var file = MemFd.CreateSealed("passed", "through the socket"u8);

        // Larger than the socket's buffer: the descriptor goes with the first part only.
        var data = new byte[1 << 20];
        "getfd"u8.CopyTo(data);
        var sending = DescriptorChannel.SendAsync(client, data, file, Deadline.Token());
        var buffer = new byte[64 * 1024];
        var first = await DescriptorChannel.ReceiveAsync(server, buffer, Deadline.Token());
        Assert.StartsWith("getfd", Encoding.ASCII.GetString(buffer), StringComparison.Ordinal);
        using var received = first.Descriptor;
        Assert.NotNull(received);

        var total = first.Length;
        while (total < data.Length)
        {
            var next = await DescriptorChannel.ReceiveAsync(server, buffer, Deadline.Token());
            Assert.Null(next.Descriptor);
            total += next.Length;
        }

        await sending;
        Assert.True(FileIdentity.Of(received).IsSameFile(FileIdentity.Of(file)));
        Assert.True(MemFd.IsSealed(received));
        client.Dispose();
        Assert.Equal(0, (await DescriptorChannel.ReceiveAsync(server, buffer, Deadline.Token())).Length);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string SocketPath(int depth)
    {
        var folder = Path.Combine(_folder, new string('d', depth));
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, "s.sock");
    }
}
