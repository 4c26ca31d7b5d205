using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Planning.Devices.Characters;
using Lodge.Qemu.Planning.Devices.Hosts;
using Lodge.Qemu.Planning.Devices.Screens;
using Lodge.Qemu.Planning.Devices.Small;

namespace Lodge.Qemu.Planning.Devices;

/// <summary>Which of QEMU's drivers a VM's devices need, each with the path of its device in the definition.</summary>
internal static class DriverNames
{
    /// <summary>A driver that comes with QEMU's SPICE modules; where it is missing, so is SPICE.</summary>
    public const string SignOfSpice = "qxl";

    /// <summary>The drivers; disks, network cards and controllers aside.</summary>
    public static IEnumerable<(string Path, string Driver)> Of(VmDefinition definition) =>
        Needed(definition).Where(need => need.Driver is not null).Select(need => (need.Path, need.Driver!));

    /// <summary>Where a definition needs SPICE; null when nowhere.</summary>
    public static string? NeedOfSpice(VmDefinition definition) =>
        PathOf("graphics", definition.Graphics, display => display.Type == GraphicsType.Spice)
        ?? PathOf("channels", definition.Channels, IsSpice)
        ?? PathOf("serials", definition.Serials, IsSpice)
        ?? PathOf("consoles", definition.Consoles, IsSpice)
        ?? PathOf("parallels", definition.Parallels, IsSpice)
        ?? PathOf("redirectedDevices", definition.RedirectedDevices, device => device.Backend is null or SpiceBackend)
        ?? PathOf("sounds", definition.Sounds, sound => sound.Audio == AudioBackend.Spice);

    private static IEnumerable<(string Path, string? Driver)> Needed(VmDefinition definition) =>
    [
        .. Of("serials", definition.Serials, (serial, _) => SerialDevices.DriverOf(serial)),
        .. Of("parallels", definition.Parallels, (_, _) => ParallelDevices.Driver),
        .. Of("consoles", definition.Consoles, (_, _) => VirtioPorts.ConsoleDriver),
        .. Of("channels", definition.Channels, (_, _) => VirtioPorts.ChannelDriver),
        .. Of("hubs", definition.Hubs, (_, _) => HubDevices.Driver),
        .. Of("inputs", definition.Inputs, (input, _) => InputDevices.DriverOf(definition, input)),
        .. Of("videos", definition.Videos, (video, i) => VideoDevices.DriverOf(video, i == 0, definition.Machine.Type)),
        .. Of("sounds", definition.Sounds, (sound, _) => SoundDevices.DriverOf(sound)),
        .. Of("hostDevices", definition.HostDevices, (device, _) => HostDevices.DriverOf(device)),
        .. Of("redirectedDevices", definition.RedirectedDevices, (_, _) => RedirectedDevices.Driver),
        .. Of("watchdogs", definition.Watchdogs, (watchdog, _) => WatchdogDevices.DriverOf(watchdog)),
        .. Of("rngs", definition.Rngs, (_, _) => DevicePlace.VirtioDriver(definition, "virtio-rng")),
        .. Of("panics", definition.Panics, (panic, _) => PanicDevices.DriverOf(panic)),
    ];

    private static IEnumerable<(string, string?)> Of<T>(string path, IReadOnlyList<T>? devices, Func<T, int, string?> driver) =>
        devices.OrEmpty().Select((device, i) => ($"{path}[{i}]", driver(device, i)));

    private static string? PathOf<T>(string path, IReadOnlyList<T>? devices, Func<T, bool> needs)
    {
        var index = devices.OrEmpty().ToList().FindIndex(device => needs(device));
        return index < 0 ? null : $"{path}[{index}]";
    }

    private static bool IsSpice(CharacterDevice device) => device.Backend is SpiceBackend;
}
