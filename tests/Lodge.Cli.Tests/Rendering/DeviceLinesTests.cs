using Lodge.Cli.Rendering;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Cli.Tests.Rendering;

public class DeviceLinesTests
{
    [Fact]
    public void Devices_are_told_with_their_names_what_they_are_and_where_they_sit()
    {
        var lines = DeviceLines.Of(new VmDefinition
        {
            Name = "web",
            Serials = [new() { Alias = "serial0", Backend = new TcpBackend { Port = 4000 } }],
            Channels = [new() { Alias = "channel0", Name = ChannelDefinition.GuestAgent, Address = new VirtioSerialAddress(0, 1) }],
            Inputs = [new() { Alias = "input0", Bus = InputBus.Usb, Address = new UsbAddress(0, "1.2") }],
            Rngs = [new() { Alias = "rng0", RateBytes = 512, Address = new PciAddress(4, 0) }],
            Watchdogs = [new() { Action = WatchdogAction.Pause }],
        });
        Assert.Equal(
            [
                "serial0  serial port (isa) at 127.0.0.1:4000",
                "channel0  channel org.qemu.guest_agent.0, port 0.1",
                "input0  tablet (usb), USB 0-1.2",
                "rng0  random numbers, 512 bytes in 1000 ms, PCI 0000:04:00.0",
            ],
            lines);
    }

    [Theory]
    [InlineData("/run/vnc.sock", null, null, "vnc on /run/vnc.sock")]
    [InlineData(null, 5900, null, "vnc on [::1]:5900")]
    [InlineData(null, 5900, 5700, "vnc on [::1]:5900, [::1]:5700 (web sockets)")]
    public void Displays_are_told_as_viewers_are_given_them(string? socket, int? port, int? web, string expected) =>
        Assert.Equal(expected, DisplayLines.Of(new RunningDisplay
        {
            Type = GraphicsType.Vnc, Socket = socket, Address = port is null ? null : "::1", Port = port, WebSocketPort = web,
        }));
}
