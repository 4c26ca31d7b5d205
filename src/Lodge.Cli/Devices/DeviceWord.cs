using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Lodge.Api.Contracts;

namespace Lodge.Cli.Devices;

/// <summary>A word for a kind of device that <c>lodge attach</c> knows.</summary>
/// <param name="Word">The word.</param>
/// <param name="Field">The field of the request, such as <c>disk</c>.</param>
/// <param name="List">The field of a definition, for the short names of <c>lodge set</c>.</param>
/// <param name="Json">Describes the fields of such a device.</param>
/// <param name="Main">What a value without a name is, for people; null where there is none.</param>
/// <param name="Begin">Makes the device from that value, or without it from null.</param>
internal sealed record DeviceWord(string Word, string Field, string List, JsonTypeInfo Json, string? Main, Func<string?, JsonObject> Begin)
{
    /// <summary>All words.</summary>
    public static IReadOnlyList<DeviceWord> All { get; } =
    [
        new("disk", "disk", "disk", ApiJson.Default.DiskDefinition, "FILE", path => Drive(path, null)),
        new("cdrom", "disk", "disk", ApiJson.Default.DiskDefinition, "FILE", path => Drive(path, "cdrom")),
        new("floppy", "disk", "disk", ApiJson.Default.DiskDefinition, "FILE", path => Drive(path, "floppy")),
        new("nic", "nic", "nic", ApiJson.Default.NicDefinition, null, _ => []),
        new("serial", "serial", "serial", ApiJson.Default.SerialDefinition, null, _ => []),
        new("parallel", "parallel", "parallel", ApiJson.Default.ParallelDefinition, null, _ => []),
        new("console", "console", "console", ApiJson.Default.VirtioConsoleDefinition, null, _ => []),
        new("channel", "channel", "channel", ApiJson.Default.ChannelDefinition, "NAME", name => With("name", name)),
        new("controller", "controller", "controller", ApiJson.Default.ControllerDefinition, "TYPE", type => With("type", type)),
        new("filesystem", "fileSystem", "filesystem", ApiJson.Default.FileSystemDefinition, "FOLDER", folder => With("source", folder)),
        new("hostdev", "hostDevice", "hostdev", ApiJson.Default.HostDeviceDefinition, "PCI-ADDRESS", Pci),
        new("usb", "hostDevice", "hostdev", ApiJson.Default.HostDeviceDefinition, "VENDOR:PRODUCT|BUS.DEVICE", UsbAddress),
        new("redirected-usb", "redirectedDevice", "redirected-device", ApiJson.Default.RedirectedDeviceDefinition, null, _ => []),
        new("hub", "hub", "hub", ApiJson.Default.HubDefinition, null, _ => []),
        new("input", "input", "input", ApiJson.Default.InputDefinition, "TYPE", type => With("type", type)),
        new("video", "video", "video", ApiJson.Default.VideoDefinition, "MODEL", model => With("model", model)),
        new("sound", "sound", "sound", ApiJson.Default.SoundDefinition, "MODEL", model => With("model", model)),
        new("watchdog", "watchdog", "watchdog", ApiJson.Default.WatchdogDefinition, "MODEL", model => With("model", model)),
        new("rng", "rng", "rng", ApiJson.Default.RngDefinition, "SOURCE", source => With("source", source)),
        new("shared-memory", "sharedMemory", "shared-memory", ApiJson.Default.SharedMemoryDefinition, "NAME", name => With("name", name)),
        new("memory", "memory", "memory", ApiJson.Default.MemoryDeviceDefinition, "SIZE", size => With("size", size)),
        new("tpm", "tpm", "tpm", ApiJson.Default.TpmDefinition, "MODEL", model => With("model", model)),
        new("panic", "panic", "panic", ApiJson.Default.PanicDefinition, "MODEL", model => With("model", model)),
        new("iommu", "iommu", "iommu", ApiJson.Default.IommuDefinition, "MODEL", model => With("model", model)),
        new("vsock", "vsock", "vsock", ApiJson.Default.VsockDefinition, "CID", cid => cid is null ? [] : new() { ["cid"] = JsonNode.Parse(cid) }),
    ];

    private static JsonObject With(string field, string? value) => value is null ? [] : new() { [field] = value };

    private static JsonObject Drive(string? path, string? device)
    {
        var disk = With("device", device);
        if (path is not null)
        {
            disk["source"] = new JsonObject { ["type"] = "file", ["path"] = path };
        }

        return disk;
    }

    private static JsonObject Pci(string? address) =>
        address is null ? [] : new() { ["source"] = new JsonObject { ["type"] = "pci", ["host"] = address.Count(c => c == ':') == 1 ? $"0000:{address}" : address } };

    private static JsonObject UsbAddress(string? text) => text is null ? [] : new() { ["source"] = UsbDevice.Parse(text) };
}
