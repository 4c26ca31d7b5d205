using System.Net;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Launching;
using Lodge.Qemu.Launching.Graphics;
using Lodge.Qemu.Planning.Graphics;

namespace Lodge.Qemu.Tests.Launching;

public class PortBookTests
{
    private static readonly GraphicsDefinition Vnc = new() { Listen = new AddressListen() };

    [Fact]
    public void Port_is_claimed_for_all_daemons_until_it_is_given_back_and_passed_over_while_somebody_listens()
    {
        var (book, ofAnotherDaemon) = (new PortBook(), new PortBook());
        int first, second;
        using (var one = book.Reserve([Vnc]))
        using (var two = ofAnotherDaemon.Reserve([Vnc]))
        {
            (first, second) = (one.Ports[0].Port!.Value, two.Ports[0].Port!.Value);
            Assert.NotEqual(first, second);
        }

        using var listening = TcpSocket.Listen("127.0.0.1", first);
        Assert.False(PortBook.IsFree("127.0.0.1", first));
        using var again = book.Reserve([Vnc]);
        Assert.NotEqual(first, again.Ports[0].Port);
        Assert.InRange(again.Ports[0].Port!.Value, PortBook.First, IPEndPoint.MaxPort);
    }

    [Fact]
    public void Port_that_a_definition_names_is_not_chosen_for_others_meanwhile()
    {
        var named = new GraphicsDefinition { Listen = new AddressListen { Port = 5900 } };
        using var one = new PortBook().Reserve([named]);
        using var two = new PortBook().Reserve([Vnc, Vnc]);
        using var three = new PortBook().Reserve([named]);

        Assert.Equal((5900, 5900), (one.Ports[0].Port, three.Ports[0].Port));
        Assert.DoesNotContain(two.Ports, ports => ports.Port == 5900);
        Assert.NotEqual(two.Ports[0].Port, two.Ports[1].Port);
    }

    [Fact]
    public void Encrypted_SPICE_has_no_plain_port_unless_one_is_named()
    {
        var next = 6000;
        var spice = new GraphicsDefinition { Type = GraphicsType.Spice, Tls = true, Listen = new AddressListen() };
        Assert.Equal(new ChosenPorts(null, 6000), PortWishes.Choose(spice, _ => next++));
        Assert.Equal(
            new ChosenPorts(5930, 5931),
            PortWishes.Choose(spice with { Listen = new AddressListen { Port = 5930, TlsPort = 5931 } }, _ => next++));
        Assert.Equal(new ChosenPorts(6001), PortWishes.Choose(spice with { Tls = null }, _ => next++));
        Assert.Equal(ChosenPorts.None, PortWishes.Choose(spice with { Listen = new NoListen() }, _ => next++));
    }
}
