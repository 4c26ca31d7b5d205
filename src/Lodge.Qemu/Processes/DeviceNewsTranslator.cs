using Lodge.Engine.Ports;
using Lodge.Model.Events;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Planning.Disks;
using Lodge.Qmp.Events;

namespace Lodge.Qemu.Processes;

/// <summary>Puts QEMU's events about devices into the engine's words. Pure: one event in, at most one out.</summary>
internal static class DeviceNewsTranslator
{
    private const string Peripherals = "/machine/peripheral/";

    /// <summary>The news for the engine; null for an event that it has no use for.</summary>
    public static DeviceNews? Translate(QmpEvent happened, VmDefinition definition) => happened switch
    {
        BalloonChangeEvent balloon => new BalloonMoved(balloon.Actual),
        DeviceTrayMovedEvent tray when AliasIn(tray.Id, definition) is { } alias => new TrayMoved(alias, tray.TrayOpen),
        VserportChangeEvent port when IsAgent(port.Id, definition) => new AgentMoved(port.Id, port.Open),
        DeviceUnplugGuestErrorEvent refused when AliasOf(refused.Device, refused.Path) is { } alias => new DeviceKept(alias),
        MemoryDeviceSizeChangeEvent memory when AliasOf(memory.Id, memory.QomPath) is { } alias => new MemoryDeviceResized(alias, (long)memory.Size),
        BlockWriteThresholdEvent filled => new DiskFilled(
            DiskNodeNames.NameOf(filled.NodeName, definition), new DiskMark((long)filled.WriteThreshold, (long)filled.AmountExceeded)),
        MemoryFailureEvent broken => new MemoryFailed(OfMemory(broken)),
        SuspendDiskEvent => new GuestHibernated(),
        _ => ViewerTranslator.Translate(happened),
    };

    private static MemoryFault OfMemory(MemoryFailureEvent broken) => new(
        broken.Recipient == "guest",
        broken.Action switch
        {
            "inject" => MemoryFaultAction.Inject,
            "fatal" => MemoryFaultAction.Fatal,
            "reset" => MemoryFaultAction.Reset,
            _ => MemoryFaultAction.Ignore,
        },
        broken.Flags?.ActionRequired == true,
        broken.Flags?.Recursive == true);

    // QEMU names the drive by its id, or by its place in the object tree.
    private static string? AliasIn(string id, VmDefinition definition)
    {
        var parts = id.Split('/');
        return definition.Disks.FirstOrDefault(disk => disk.Alias is { } alias && parts.Contains(alias))?.Alias;
    }

    private static string? AliasOf(string? id, string path) =>
        id ?? (path.StartsWith(Peripherals, StringComparison.Ordinal) ? path[Peripherals.Length..].Split('/')[0] : null);

    private static bool IsAgent(string port, VmDefinition definition)
    {
        var channels = VmChannels.Of(definition);
        return Enumerable.Range(0, channels.Count)
            .Any(i => channels[i].Name == ChannelDefinition.GuestAgent && VmChannels.AliasOf(channels, i) == port);
    }
}
