using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.Model.Vms.Addressing;

/// <summary>The devices that a VM has when its definition does not speak of them.</summary>
internal static class DeviceDefaults
{
    /// <summary>Adds them. A list that is there, even empty, stays as it is.</summary>
    public static VmDefinition Add(VmDefinition definition)
    {
        if (definition.Machine.Type == MachineType.Microvm)
        {
            return definition;
        }

        var watched = definition.Graphics.Count > 0;
        return definition with
        {
            Channels = definition.Channels ?? [new ChannelDefinition { Name = ChannelDefinition.GuestAgent }],
            Rngs = definition.Rngs ?? [new()],
            Panics = definition.Panics ?? [new()],
            Balloon = definition.Balloon ?? (definition.NoBalloon ? null : new()),
            Videos = definition.Videos ?? (watched ? [new()] : null),
            Inputs = definition.Inputs ?? (watched ? [new() { Type = InputType.Tablet }] : null),
        };
    }
}
