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
    public async Task Encrypted_displays_prove_who_they_are_and_speak_only_encrypted()
    {
        await using var host = RealHost.Create();
        using var certificates = new TestCertificates(host.Options.TlsFolder);
        var vnc = new GraphicsDefinition { Listen = new AddressListen(), Password = "open it", Tls = true };
        var spice = new GraphicsDefinition { Type = GraphicsType.Spice, Listen = new AddressListen(), Tls = true };
        await using var vm = await host.LaunchAsync(host.Guest() with { Graphics = [vnc, spice] });

        var port = vm.Runtime.Displays![0].Port!.Value;
        Assert.True(await VncViewer.EntersEncryptedAsync("127.0.0.1", port, "open it", certificates, Token));
        Assert.False(await VncViewer.EntersEncryptedAsync("127.0.0.1", port, "guess", certificates, Token));

        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", vm.Runtime.Displays[1].TlsPort!.Value, Token);
        await using var encrypted = await certificates.EncryptAsync(client.GetStream(), Token);
        await SaysHelloAsync(encrypted);
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
        await SaysHelloAsync(stream);
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

    private static async Task SaysHelloAsync(Stream spice)
    {
        await spice.WriteAsync(SpiceHello(), Token);
        var answer = new byte[20];
        await spice.ReadExactlyAsync(answer, Token);
        Assert.Equal("REDQ", Encoding.ASCII.GetString(answer, 0, 4));
        Assert.Equal(0u, BinaryPrimitives.ReadUInt32LittleEndian(answer.AsSpan(16)));
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
