using System.Globalization;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains.Changes;
using Lodge.Model.Vms.Tuning;

namespace Lodge.Libvirt.Handlers.Domains.Tuning;

/// <summary>One limit of several disks of the host in a text: <c>/dev/sda,1000,/dev/sdb,500</c>. 0 is no limit.</summary>
internal static class BlkioDevices
{
    private const int MostDevices = 1024;

    /// <summary>The devices that have the limit.</summary>
    public static string Write(BlockIoTuning tuning, Func<BlockIoDevice, long?> get) => string.Join(
        ',',
        (tuning.Devices ?? []).Where(device => get(device) is > 0).Select(device => string.Create(CultureInfo.InvariantCulture, $"{device.Path},{get(device)}")));

    /// <summary>Sets the limit of the devices that the text names.</summary>
    /// <param name="tuning">What there is.</param>
    /// <param name="name">The parameter, for the error.</param>
    /// <param name="text">The text.</param>
    /// <param name="set">Sets the limit of one device.</param>
    public static BlockIoTuning Apply(BlockIoTuning tuning, string name, string text, Func<BlockIoDevice, long?, BlockIoDevice> set)
    {
        var devices = (tuning.Devices ?? []).ToList();
        var parts = text.Split(',');
        if (text.Length > 0 && (parts.Length % 2 != 0 || parts.Length > 2 * MostDevices))
        {
            throw Unreadable(name, text);
        }

        for (var i = 0; i + 1 < parts.Length; i += 2)
        {
            if (!long.TryParse(parts[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value > Most(name))
            {
                throw Unreadable(name, text);
            }

            var path = parts[i];
            var at = devices.FindIndex(device => device.Path == path);
            var device = set(at < 0 ? new BlockIoDevice { Path = path } : devices[at], value == 0 ? null : value);
            if (at >= 0)
            {
                devices.RemoveAt(at);
            }

            if (device != new BlockIoDevice { Path = path })
            {
                devices.Insert(at < 0 ? devices.Count : at, device);
            }
        }

        return tuning with { Devices = devices.Count == 0 ? null : devices };
    }

    private static long Most(string name) => name switch
    {
        "device_weight" => int.MaxValue,
        "device_read_iops_sec" or "device_write_iops_sec" => uint.MaxValue,
        _ => long.MaxValue,
    };

    private static LibvirtException Unreadable(string name, string text) =>
        DomainEditor.Wrong($"unable to parse {name} '{text}': it is a list of device, value");
}
