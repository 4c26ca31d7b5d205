using Lodge.Libvirt.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Libvirt.Handlers.Consoles;

/// <summary>Finds the device that a client means when it opens a console or channel.</summary>
internal static class DevicePorts
{
    /// <summary>Alias of a console; null for the first serial port.</summary>
    /// <param name="definition">The VM as it runs.</param>
    /// <param name="name">An alias; null or empty for the first: a serial port, or where there is none, a virtio console.</param>
    public static string? Console(VmDefinition definition, string? name)
    {
        if (!string.IsNullOrEmpty(name))
        {
            return definition.FindDevice(name) is SerialDefinition or VirtioConsoleDefinition or ParallelDefinition
                ? name
                : throw Missing($"cannot find console device '{name}'");
        }

        return definition.Serials.Count > 0 || definition.Consoles.OrEmpty() is not [var first, ..]
            ? null
            : first.Alias ?? throw Missing("the first console has no alias yet");
    }

    /// <summary>Alias of a channel.</summary>
    /// <param name="definition">The VM as it runs.</param>
    /// <param name="name">Its name for the guest, or its alias; null for the first.</param>
    public static string Channel(VmDefinition definition, string? name)
    {
        var channels = VmChannels.Of(definition);
        for (var i = 0; i < channels.Count; i++)
        {
            var alias = VmChannels.AliasOf(channels, i);
            if (string.IsNullOrEmpty(name) || name == channels[i].Name || name == alias)
            {
                return alias;
            }
        }

        throw Missing($"cannot find channel {name ?? "device"}");
    }

    private static LibvirtException Missing(string detail) => new(ErrorNumber.InternalError, ErrorOrigin.Qemu, detail);
}
