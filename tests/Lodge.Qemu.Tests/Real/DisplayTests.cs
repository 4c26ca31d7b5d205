using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Lodge.Linux.Descriptors;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Launching;
using Lodge.Qemu.Tests.Support;

namespace Lodge.Qemu.Tests.Real;

/// <summary>Displays of a real QEMU, watched by what speaks their protocols.</summary>
public class DisplayTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task VNC_on_a_free_port_lets_in_with_its_password_alone()
    {
        await using var host = RealHost.Create();
        var vnc = new GraphicsDefinition { Listen = new AddressListen(), Password = "open it" };
        await using var vm = await host.LaunchAsync(host.Guest() with { Graphics = [vnc] });
        var display = Assert.Single(vm.Runtime.Displays!);
        Assert.Equal("127.0.0.1", display.Address);
        Assert.True(await VncViewer.EntersAsync(display.Address!, display.Port!.Value, "open it", Token));
        Assert.False(await VncViewer.EntersAsync(display.Address!, display.Port!.Value, "guess", Token));

        await using var other = await host.LaunchAsync(host.Guest("other") with { Graphics = [vnc] });
        Assert.NotEqual(display.Port, other.Runtime.Displays![0].Port);
        await other.QuitAsync(Token);
        await vm.QuitAsync(Token);
    }

    [Fact]
    public async Task VNC_lets_nobody_in_once_its_password_has_expired()
    {
        await using var host = RealHost.Create();
        var vnc = new GraphicsDefinition
        {
            Listen = new AddressListen(), Password = "too late", PasswordExpires = DateTimeOffset.UtcNow.AddMinutes(-1),
        };
        await using var vm = await host.LaunchAsync(host.Guest() with { Graphics = [vnc] });
        Assert.False(await VncViewer.EntersAsync("127.0.0.1", vm.Runtime.Displays![0].Port!.Value, "too late", Token));
        await vm.QuitAsync(Token);
    }

    [Fact]
    public async Task VNC_listens_on_a_socket_of_the_users_and_takes_none_from_another_program()
    {
        await using var host = RealHost.Create();
        var path = Path.Combine(host.Root, "my display.sock");
        var definition = host.Guest() with { Graphics = [new() { Listen = new SocketListen { Path = path } }] };
        await using (var vm = await host.LaunchAsync(definition))
        {
            using var socket = await UnixSockets.ConnectAsync(path, Token);
            await using var stream = new NetworkStream(socket);
            Assert.True(await VncViewer.IsOpenAsync(stream, Token));
            await vm.QuitAsync(Token);
        }

        // What the first start left is in nobody's way; somebody who listens is.
        await using (var again = await host.LaunchAsync(definition))
        {
            var refused = await Assert.ThrowsAsync<LodgeException>(() => host.Hypervisor.CheckAsync(definition, Token));
            Assert.Contains(path, refused.Error.Message);
            await again.QuitAsync(Token);
        }
    }

    [Fact]
    public async Task SPICE_listens_on_a_socket_in_a_folder_of_the_VMs_user()
    {
        await using var host = RealHost.Create();
        var path = Path.Combine(host.Root, "spice.sock");
        var definition = host.Guest() with { Graphics = [new() { Type = GraphicsType.Spice, Listen = new SocketListen { Path = path } }] };
        await host.Hypervisor.CheckAsync(definition, Token);
        await using var vm = await host.LaunchAsync(definition);
        using var socket = await UnixSockets.ConnectAsync(vm.Runtime.Displays![0].Socket!, Token);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(SpiceHello(), Token);
        var answer = new byte[20];
        await stream.ReadExactlyAsync(answer, Token);
        Assert.Equal("REDQ", Encoding.ASCII.GetString(answer, 0, 4));
        Assert.Equal(0u, BinaryPrimitives.ReadUInt32LittleEndian(answer.AsSpan(16)));
        await vm.QuitAsync(Token);
    }

    [Fact]
    public async Task Port_that_is_taken_is_told_before_the_start()
    {
        await using var host = RealHost.Create();
        using var taken = TcpSocket.Listen("127.0.0.1", 0);
        var port = ((System.Net.IPEndPoint)taken.LocalEndPoint!).Port;
        var definition = host.Guest() with { Graphics = [new() { Listen = new AddressListen { Port = port } }] };
        var refused = await Assert.ThrowsAsync<LodgeException>(() => host.Hypervisor.CheckAsync(definition, Token));
        Assert.Equal(ErrorCode.InsufficientResources, refused.Error.Code);
        Assert.Contains($"Port {port} at 127.0.0.1 (graphics[0].port)", refused.Error.Message);
    }

    // Asks for the main channel: magic, version 2.2, the message's length, then session, channel, and no capabilities
    // (SpiceLinkHeader and SpiceLinkMess, spice/protocol.h).
    private static byte[] SpiceHello()
    {
        var hello = new byte[16 + 18];
        Encoding.ASCII.GetBytes("REDQ").CopyTo(hello, 0);
        BinaryPrimitives.WriteUInt32LittleEndian(hello.AsSpan(4), 2);
        BinaryPrimitives.WriteUInt32LittleEndian(hello.AsSpan(8), 2);
        BinaryPrimitives.WriteUInt32LittleEndian(hello.AsSpan(12), 18);
        hello[20] = 1;
        BinaryPrimitives.WriteUInt32LittleEndian(hello.AsSpan(30), 18);
        return hello;
    }
}
