using Lodge.Model.Vms.Devices;

namespace Lodge.Qemu.Planning.Devices.Characters;

/// <summary>The file to which a character device adds everything that the guest writes.</summary>
internal static class CharacterLogs
{
    /// <summary>The file; null when none is asked for.</summary>
    public static DeviceDescriptor? Of(CharacterDevice device, string alias) =>
        device.LogFile is { } path ? new DeviceDescriptor($"{alias}-log", new OpenedFile(path, FileOpening.Append)) : null;
}
