using Lodge.Model.Vms.Platform;

namespace Lodge.Model.Vms.Devices;

/// <summary>The channels that a VM has, whether its definition lists them or not.</summary>
public static class VmChannels
{
    private static readonly ChannelDefinition s_agent = new() { Name = ChannelDefinition.GuestAgent };

    /// <summary>The channels: as listed, or where nothing is said the guest agent's, except on microvm.</summary>
    public static IReadOnlyList<ChannelDefinition> Of(VmDefinition definition) =>
        definition.Channels ?? (definition.Machine.Type == MachineType.Microvm ? [] : [s_agent]);

    /// <summary>Name of a channel within its VM: its alias, or one by its place in the list.</summary>
    /// <param name="channels">The VM's channels.</param>
    /// <param name="index">Which.</param>
    public static string AliasOf(IReadOnlyList<ChannelDefinition> channels, int index) =>
        channels[index].Alias ?? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"channel{index}");
}
