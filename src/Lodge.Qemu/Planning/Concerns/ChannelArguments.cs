using Lodge.Model.Errors;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Planning.Devices;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>
/// Channels between guest and host: ports of one virtio-serial controller. The host's end is a socket in the run
/// folder that QEMU gets open, or one that the user named.
/// </summary>
internal static class ChannelArguments
{
    private const string Controller = "virtioserial0";

    // Port 0 is the console's (QEMU, hw/char/virtio-serial-bus.c).
    private const int FirstPort = 1;

    public static void Add(PlanBuilder plan, PlanContext context)
    {
        var channels = VmChannels.Of(context.Definition);
        if (channels.Count > 0)
        {
            var (driver, place) = VirtioDevices.SerialController(plan, context.MachineType);
            plan.Add(new PlannedDevice { Id = Controller, Driver = driver, Properties = place });
        }

        for (var i = 0; i < channels.Count; i++)
        {
            plan.Add(Device(channels[i], i, VmChannels.AliasOf(channels, i), context.Paths));
        }
    }

    /// <summary>QEMU's name for the host's end of a channel.</summary>
    /// <param name="alias">The channel's alias in the VM.</param>
    public static string ChardevOf(string alias) => $"{alias}-host";

    /// <summary>One channel, at start or plugged in later.</summary>
    private static PlannedDevice Device(ChannelDefinition channel, int index, string alias, VmPaths paths) => new()
    {
        Id = alias,
        Backends = [Backend(channel, alias, paths)],
        Driver = "virtserialport",
        Properties =
        [
            ("bus", $"{Controller}.0"),
            ("nr", channel.Address is VirtioSerialAddress address ? address.Port : FirstPort + index),
            ("chardev", ChardevOf(alias)),
            ("name", channel.Name),
        ],
    };

    private static PlannedChardev Backend(ChannelDefinition channel, string alias, VmPaths paths) => channel.Backend switch
    {
        null or ManagedBackend => SocketChardev.Listening(ChardevOf(alias), paths.ChannelSocket(alias)),
        UnixBackend { Mode: SocketMode.Bind } unix => SocketChardev.Listening(ChardevOf(alias), unix.Path),
        NullBackend => new PlannedChardev("null", ChardevOf(alias), [], []),
        var other => throw new LodgeException(
            ErrorCode.Unsupported,
            $"The channel '{channel.Name}' cannot have a {other.GetType().Name} yet.",
            "Leave its backend out: then its socket is in the VM's run folder."),
    };
}
