using Lodge.LibvirtXml.Domain;
using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.LibvirtXml.Devices;

/// <summary><c>&lt;devices&gt;</c>.</summary>
internal static class DeviceSection
{
    private static readonly string[] s_once = ["tpm", "vsock", "memballoon", "iommu"];
    private static readonly string[] s_emulators = ["qemu-system-x86_64", "qemu-kvm", "kvm", "qemu"];

    public static DeviceSet Read(Element root, LodgeExtras extras)
    {
        var machine = MachineSection.Read(root).Type;
        var devices = root.Child("devices");
        if (devices is null)
        {
            return new DeviceSet { All = [new BalloonDefinition()], Graphics = [], NoBalloon = false };
        }

        if (devices.Elements.Count() > XmlLimits.Devices)
        {
            throw devices.Invalid($"more than {XmlLimits.Devices} devices");
        }

        CheckEmulator(devices);
        CheckOnce(devices);
        var balloon = devices.Child("memballoon");
        var none = balloon?.Attr("model") == "none";
        return new DeviceSet
        {
            All = [.. NicExtras.Restore(Terminals.Restore(Devices(devices, machine, none).Select(AliasNames.WithoutMadeUp), extras), extras.Nics)],
            Graphics = [.. devices.Children("graphics").Select(display => GraphicsXml.Read(display, extras))],
            NoBalloon = none,
        };
    }

    public static void Write(XmlOut output, WriteContext context)
    {
        using var devices = output.Element("devices");
        output.Leaf("emulator", context.Options.Emulator);
        DeviceListWriter.Write(output, context);
    }

    private static IEnumerable<DeviceDefinition> Devices(Element devices, MachineType machine, bool noBalloon)
    {
        var audios = AudioXml.Read(devices);
        var controllers = devices.Children("controller");
        foreach (var controller in controllers.Where(controller => BoardControllers.Is(controller, machine)))
        {
            BoardControllers.Accept(controller, machine);
        }

        var chips = Ich9Companions.ChipsOf(controllers);
        foreach (var companion in controllers.Where(controller => Ich9Companions.Is(controller, chips)))
        {
            companion.Keep();
        }

        var added = controllers.Where(controller => !controller.Kept && !BoardControllers.Is(controller, machine)).ToList();
        List<DeviceDefinition> list = [.. ControllerXml.InOrder(added.Select(ControllerXml.Read), machine)];
        foreach (var element in devices.Elements.Where(element => element.Namespace.Length == 0 && element.Name is not "controller" and not "console"))
        {
            if (!(noBalloon && element.Name == "memballoon") && DeviceKinds.Read(element, audios) is { } device)
            {
                element.Read = true;
                list.Add(device);
            }
        }

        list.AddRange(ConsoleXml.Read(devices));

        // libvirt adds a balloon unless told not to.
        return list.Where(device => device is not InputDefinition input || !InputXml.IsBoards(input))
            .Concat(noBalloon || list.OfType<BalloonDefinition>().Any() ? [] : [new BalloonDefinition()]);
    }

    private static void CheckEmulator(Element devices)
    {
        if (devices.Child("emulator") is { Text: { Length: > 0 } path } emulator && !s_emulators.Contains(Path.GetFileName(path)))
        {
            throw emulator.Unsupported($"the emulator '{path}'; Lodge runs the host's QEMU");
        }
    }

    private static void CheckOnce(Element devices)
    {
        foreach (var name in s_once)
        {
            if (devices.Children(name) is { Count: > 1 } several)
            {
                throw several[1].Unsupported($"more than one <{name}>");
            }
        }
    }
}
