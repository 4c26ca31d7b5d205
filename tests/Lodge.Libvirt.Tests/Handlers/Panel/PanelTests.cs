using Lodge.Libvirt.Tests.Support;
using Lodge.Model.Vms;

namespace Lodge.Libvirt.Tests.Handlers.Panel;

public sealed class PanelTests
{
    [Fact]
    public async Task Virsh_sees_the_screen_and_presses_keys_and_the_nmi_button()
    {
        await using var server = await TestServer.StartAsync();
        var (_, qemu) = await server.RunAsync();
        var picture = Path.GetTempFileName();

        Assert.Contains("type of image/png", await server.DoneAsync("screenshot", "web", picture), StringComparison.Ordinal);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], (await File.ReadAllBytesAsync(picture, TestContext.Current.CancellationToken))[..4]);
        File.Delete(picture);
        await server.DoneAsync("send-key", "web", "KEY_LEFTCTRL", "KEY_LEFTALT", "KEY_DELETE");
        await server.DoneAsync("send-key", "web", "--codeset", "qnum", "--holdtime", "5", "30");
        await server.DoneAsync("send-key", "web", "--codeset", "usb", "4");
        await server.DoneAsync("inject-nmi", "web");

        Assert.Equal(["ctrl-alt-delete 100", "a 5", "a 100", "nmi"], qemu.Pressed);
        Assert.StartsWith("error: invalid argument", await server.RefusedAsync("send-key", "web", "--codeset", "linux", "65000"), StringComparison.Ordinal);
        Assert.Contains("not supported by the connection driver: virDomainSendProcessSignal", await server.RefusedAsync("send-process-signal", "web", "1", "term"), StringComparison.Ordinal);
        Assert.Empty(server.Logs.Complaints);
    }

    [Fact]
    public async Task Virsh_dumps_memory_and_ends_the_domain_when_told()
    {
        await using var server = await TestServer.StartAsync();
        await server.RunAsync();

        await server.DoneAsync("dump", "web", "/tmp/lodge-a.core", "--memory-only", "--format", "kdump-zlib");
        Assert.Contains("memory-only", await server.RefusedAsync("dump", "web", "/tmp/lodge-b.core", "--format", "kdump-zlib"), StringComparison.Ordinal);
        Assert.Contains("exclusive", await server.RefusedAsync("dump", "web", "/tmp/lodge-b.core", "--crash", "--reset"), StringComparison.Ordinal);
        await server.DoneAsync("dump", "web", "/tmp/lodge-c.core", "--crash");

        Assert.Equal(MemoryDumpFormat.KdumpZlib, server.World.Dumps["/tmp/lodge-a.core"]);
        Assert.Equal(MemoryDumpFormat.Elf, server.World.Dumps["/tmp/lodge-c.core"]);
        Assert.False(server.Engine.Vms.Get("web").Status.IsLive);
        Assert.Empty(server.Logs.Complaints);
    }
}
