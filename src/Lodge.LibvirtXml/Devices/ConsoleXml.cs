using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Devices;

/// <summary>
/// <c>&lt;console&gt;</c>: a virtio console, or another name of the first serial port. Without any serial port the latter
/// makes one, as in libvirt.
/// </summary>
internal static class ConsoleXml
{
    public static IEnumerable<DeviceDefinition> Read(Element devices)
    {
        var serial = devices.Children("serial").Count > 0;
        foreach (var (console, index) in devices.Children("console").Select((console, index) => (console, index)))
        {
            var target = console.Child("target");
            var type = target?.Attr("type") ?? "serial";
            if (type == "virtio")
            {
                yield return PortXml.ReadConsole(console);
            }
            else if (type != "serial")
            {
                throw console.Unsupported($"a <console> with a target of the type '{type}'");
            }
            else if (index > 0)
            {
                throw console.Unsupported("a <console> for a serial port, other than the first console");
            }
            else if (serial)
            {
                // Whatever it says, it says of the serial port, which said it already.
                console.Keep();
            }
            else
            {
                target?.Attr("port");
                yield return PortXml.ReadConsoleAsSerial(console);
            }
        }
    }
}
