using System.Text.Json.Serialization;
using Lodge.Model.Json;
using Lodge.Model.Vms.Platform;

namespace Lodge.Model.Images;

/// <summary>Formats of files that images can be made from. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<ImportFormat>))]
public enum ImportFormat
{
    /// <summary>The bytes of the disk as they are.</summary>
    Raw = 0,

    /// <summary>QEMU's.</summary>
    Qcow2 = 1,

    /// <summary>VMware's.</summary>
    Vmdk = 2,

    /// <summary>Hyper-V's.</summary>
    Vhdx = 3,

    /// <summary>VirtualBox's.</summary>
    Vdi = 4,
}

/// <summary>What a file does not say of the image that is made from it.</summary>
/// <param name="Description">One sentence; null: one is made up.</param>
/// <param name="User">The user that cloud-init makes in it.</param>
/// <param name="Firmware">The firmware that it needs; null: any.</param>
public sealed record ImportDetails(string? Description = null, string? User = null, FirmwareType? Firmware = null);
