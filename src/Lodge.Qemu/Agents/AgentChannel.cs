using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Planning;
using Lodge.Qemu.Planning.Devices.Characters;

namespace Lodge.Qemu.Agents;

/// <summary>Where the guest agent of a VM is reached.</summary>
/// <param name="Alias">The channel's alias, which is the device's id in QEMU.</param>
/// <param name="Socket">The socket on which QEMU waits for whoever talks to the agent.</param>
internal sealed record AgentChannel(string Alias, string Socket)
{
    /// <summary>QEMU's name for the host's end.</summary>
    public string Chardev => CharacterEnds.IdOf(Alias);

    /// <summary>The channel of a VM; null when it has none, or its other end is not for Lodge.</summary>
    public static AgentChannel? Find(VmDefinition definition, VmPaths paths)
    {
        var channels = VmChannels.Of(definition);
        for (var i = 0; i < channels.Count; i++)
        {
            var alias = VmChannels.AliasOf(channels, i);
            if (channels[i].Name == ChannelDefinition.GuestAgent && SocketOf(channels[i], alias, paths) is { } socket)
            {
                return new AgentChannel(alias, socket);
            }
        }

        return null;
    }

    private static string? SocketOf(ChannelDefinition channel, string alias, VmPaths paths) => channel.Backend switch
    {
        null or ManagedBackend => paths.PortSocket(alias),
        UnixBackend { Mode: SocketMode.Bind } unix => unix.Path,
        _ => null,
    };
}
