using Lodge.LibvirtXml.Devices;
using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms;

namespace Lodge.LibvirtXml.Domain;

/// <summary>Reads a whole domain, section by section.</summary>
internal static class DomainReader
{
    public static VmDefinition Read(Element root)
    {
        root.Attr("id");
        var extras = LodgeExtras.Read(root);
        var devices = DeviceSection.Read(root, extras);
        var memory = MemorySection.Read(root, devices.Memory);
        var definition = new VmDefinition(
            MachineSection.Read(root),
            OsSection.Read(root),
            CpuSection.Read(root),
            memory,
            devices.Disks,
            devices.Nics,
            devices.Serials,
            devices.Graphics,
            LifecycleSection.Read(root, "on_reboot", LifecycleAction.Restart))
        {
            Id = root.TextOf("uuid") is { } id ? root.Uuid(id) : Guid.Empty,
            Name = root.TextOf("name") ?? throw root.Invalid("missing element <name> in <domain>"),
            Title = root.TextOf("title"),
            Description = root.Child("description")?.WholeText is { Length: > 0 } text ? text : null,
            Kept = KeptSection.Read(root),
            Accel = extras.Accel(AcceleratorSection.Read(root)),
            Numa = NumaSection.Read(root),
            Tuning = TuningSection.Read(root, extras),
            Features = FeaturesSection.Read(root, extras),
            Clock = ClockSection.Read(root),
            LaunchSecurity = LaunchSecuritySection.Read(root),
            OnPowerOff = LifecycleSection.Read(root, "on_poweroff", LifecycleAction.Destroy),
            OnCrash = LifecycleSection.Read(root, "on_crash", LifecycleAction.Destroy),
        };
        SurroundingsSection.Read(root);
        return BootOrderSection.Apply(root, WithDefaults(devices.AddTo(definition)));
    }

    // What libvirt decides by the whole domain, and writes down.
    private static VmDefinition WithDefaults(VmDefinition vm) => vm with
    {
        Sounds = vm.Sounds?.Select(sound => sound with { Audio = AudioXml.Of(vm, sound) }).ToList(),
        Memory = vm.Memory with { Devices = vm.Memory.Devices?.Select(device => device with { Node = MemoryDeviceXml.NodeOf(vm, device) }).ToList() },
    };
}
