using Lodge.Model.Vms.Platform;

namespace Lodge.Qemu.Host;

/// <summary>What the host's own firmware tells of its maker, as the kernel shows it (Documentation/ABI/testing/sysfs-class-dmi).</summary>
internal static class HostSmbios
{
    private const string Folder = "/sys/class/dmi/id";

    /// <summary>Everything that a guest may see; what the host does not tell is left out.</summary>
    public static SmbiosDefinition Read() => new()
    {
        Bios = new(Text("bios_vendor"), Text("bios_version"), Text("bios_date"), Text("bios_release")),
        System = new(
            Text("sys_vendor"), Text("product_name"), Text("product_version"), Text("product_serial"), Text("product_sku"), Text("product_family")),
        Board = new(Text("board_vendor"), Text("board_name"), Text("board_version"), Text("board_serial"), Text("board_asset_tag")),
        Chassis = new(Text("chassis_vendor"), Text("chassis_version"), Text("chassis_serial"), Text("chassis_asset_tag")),
    };

    private static string? Text(string name)
    {
        try
        {
            return File.ReadAllText(Path.Combine(Folder, name)).Trim() is { Length: > 0 } text ? text : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null; // Serial numbers are for root only.
        }
    }
}
