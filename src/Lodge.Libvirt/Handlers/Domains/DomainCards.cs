using Lodge.Libvirt.Handlers.Domains.Changes;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Libvirt.Handlers.Domains;

/// <summary>Network cards as clients name them: by MAC address, by their interface on the host, or by alias.</summary>
internal static class DomainCards
{
    /// <summary>The card; null when there is none of that name.</summary>
    /// <param name="vm">The VM.</param>
    /// <param name="definition">Which of its definitions is meant.</param>
    /// <param name="name">MAC address, the interface's name, or the alias.</param>
    public static NicDefinition? Find(Vm vm, VmDefinition definition, string name)
    {
        var plugged = vm.Runtime?.Plugs.OrEmpty().FirstOrDefault(plug => plug.Interface == name)?.Alias;
        return definition.Nics.FirstOrDefault(nic => string.Equals(nic.Mac, name, StringComparison.OrdinalIgnoreCase))
            ?? definition.Nics.FirstOrDefault(nic => nic.Interface == name || nic.Alias == name || (plugged is not null && nic.Alias == plugged));
    }

    /// <summary>The card, which must be there.</summary>
    public static NicDefinition Need(Vm vm, VmDefinition definition, string name) => Find(vm, definition, name)
        ?? throw DomainEditor.Wrong($"cannot find network interface '{name}'; name it by its MAC address, or by its interface on the host");
}
