using Lodge.LibvirtXml.Domain;
using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Devices;

/// <summary><c>&lt;serial&gt;</c>, <c>&lt;parallel&gt;</c>, <c>&lt;console&gt;</c> and <c>&lt;channel&gt;</c>.</summary>
internal static class PortXml
{
    private const string Pty = "pty";

    private static readonly Words<SerialModel> s_serials = new(
        (SerialModel.Isa, "isa-serial"), (SerialModel.Pci, "pci-serial"), (SerialModel.Usb, "usb-serial"))
    {
        Refused = ["spapr-vio-serial", "system-serial", "sclp-serial", "isa-debug", "sclpconsole", "sclplmconsole", "pl011", "16550a"],
    };

    public static SerialDefinition ReadSerial(Element element)
    {
        var target = element.Child("target");
        target?.Attr("port");
        var named = target?.Child("model")?.Word("name", s_serials);
        var model = target?.Word("type", s_serials) ?? named ?? SerialModel.Isa;
        return named is null || named == model ? DeviceInfo.Read(element, Common(element, new SerialDefinition { Model = model }))
            : throw target!.Invalid("the <model> of the <target> is of another type");
    }

    /// <summary>Reads the serial port that a console stands for.</summary>
    public static SerialDefinition ReadConsoleAsSerial(Element element) =>
        DeviceInfo.Read(element, Common(element, new SerialDefinition { Model = SerialModel.Isa }));

    public static ParallelDefinition ReadParallel(Element element)
    {
        element.Child("target")?.Attr("port");
        return DeviceInfo.Read(element, Common(element, new ParallelDefinition()));
    }

    public static VirtioConsoleDefinition ReadConsole(Element element)
    {
        element.Child("target")?.Attr("port");
        return DeviceInfo.Read(element, Common(element, new VirtioConsoleDefinition()));
    }

    public static ChannelDefinition ReadChannel(Element element)
    {
        var target = element.NeedChild("target");
        target.Accept("type", "virtio");
        target.Attr("state");
        return DeviceInfo.Read(element, Common(element, new ChannelDefinition { Name = ChannelName(element, target) }, ptyIsManaged: false));
    }

    public static void Write(XmlOut output, WriteContext context, SerialDefinition serial, int port)
    {
        using var element = Open(output, context, "serial", serial, Pty);
        using (output.Element("target"))
        {
            var model = s_serials.Of(serial.Model ?? SerialModel.Isa);
            output.Attr("type", model).Attr("port", port);
            using var name = output.Element("model");
            output.Attr("name", model);
        }

        DeviceInfo.Write(output, context, serial);
    }

    public static void Write(XmlOut output, WriteContext context, ParallelDefinition parallel, int port)
    {
        using var element = Open(output, context, "parallel", parallel, Pty);
        using (output.Element("target"))
        {
            output.Attr("port", port);
        }

        DeviceInfo.Write(output, context, parallel);
    }

    /// <summary>Writes the console that stands for the first serial port.</summary>
    public static void WriteMirror(XmlOut output, WriteContext context, SerialDefinition serial)
    {
        using var element = Open(output, context, "console", serial, Pty);
        using (output.Element("target"))
        {
            output.Attr("type", "serial").Attr("port", 0);
        }

        DeviceInfo.Write(output, context, serial);
    }

    public static void Write(XmlOut output, WriteContext context, VirtioConsoleDefinition console, int port)
    {
        using var element = Open(output, context, "console", console, Pty);
        using (output.Element("target"))
        {
            output.Attr("type", "virtio").Attr("port", port);
        }

        DeviceInfo.Write(output, context, console);
    }

    public static void Write(XmlOut output, WriteContext context, ChannelDefinition channel)
    {
        using var element = Open(output, context, "channel", channel, "unix");
        using (output.Element("target"))
        {
            output.Attr("type", "virtio").Attr("name", channel.Name).Attr("state", State(context, channel));
        }

        DeviceInfo.Write(output, context, channel);
    }

    private static XmlOut.Scope Open(XmlOut output, WriteContext context, string name, CharacterDevice device, string managed)
    {
        var scope = output.Element(name);
        var type = SourceXml.TypeOf(device.Backend, managed);
        var path = device.Alias is { } alias ? context.Live?.Ports.GetValueOrDefault(alias) : null;
        var terminal = type == Pty ? path : null;
        output.Attr("type", type).Attr("tty", name == "console" ? terminal : null);
        SourceXml.Write(output, device.Backend, path, isTerminal: type == Pty);
        if (device.LogFile is not null)
        {
            using var log = output.Element("log");
            output.Attr("file", device.LogFile).Attr("append", "on");
        }

        return scope;
    }

    // Clients look here before they ask the agent anything.
    private static string? State(WriteContext context, ChannelDefinition channel) => context.Live is { } live && channel.Name == ChannelDefinition.GuestAgent
        ? live.AgentConnected ? "connected" : "disconnected"
        : null;

    private static T Common<T>(Element element, T device, bool ptyIsManaged = true)
        where T : CharacterDevice
    {
        var log = element.Child("log");
        log?.Accept("append", "on");
        return device with { Backend = SourceXml.Read(element, ptyIsManaged), LogFile = log?.Need("file") };
    }

    // A SPICE agent's channel has a name of its own when none is given.
    private static string ChannelName(Element element, Element target) => target.Attr("name")
        ?? (element.Attr("type") == "spicevmc" ? ChannelDefinition.SpiceAgent : throw target.Unsupported("a channel without a name"));
}
