using System.Text.Json.Serialization;
using Lodge.Qmp.Wire;

namespace Lodge.Qmp.Commands;

/// <summary>A drive that the guest sees.</summary>
/// <param name="Device">The block device's name; empty for one that is known by <paramref name="Qdev"/>.</param>
/// <param name="Removable">Whether its medium can be changed.</param>
/// <param name="Locked">Whether the guest holds its medium.</param>
/// <param name="Qdev">The device's id or place in the object tree.</param>
/// <param name="TrayOpen">Where its tray is, if it has one.</param>
/// <param name="IoStatus">How its last read or write went; null if errors go to the guest.</param>
/// <param name="Inserted">What is in it; null if nothing.</param>
public sealed record BlockInfo(
    string Device,
    bool Removable,
    bool Locked,
    string? Qdev = null,
    [property: JsonPropertyName("tray_open")] bool? TrayOpen = null,
    BlockIoStatus? IoStatus = null,
    BlockNode? Inserted = null);

/// <summary>A block node: an open image, or a filter on top of one.</summary>
/// <param name="File">The image, for people; may be a <c>json:</c> description.</param>
/// <param name="Ro">Whether it is open for reading only.</param>
/// <param name="Drv">Its driver, such as <c>qcow2</c>.</param>
/// <param name="Encrypted">Whether it is encrypted.</param>
/// <param name="Image">What the image says about itself.</param>
/// <param name="NodeName">Its name; invented by QEMU, beginning with <c>#</c>, if none was given.</param>
/// <param name="BackingFile">The image below it, if there is one.</param>
/// <param name="BackingFileDepth">How many images are below it.</param>
/// <param name="WriteThreshold">The mark for BLOCK_WRITE_THRESHOLD, in bytes; 0 for none.</param>
/// <param name="Bps">Limit in bytes a second; 0 for none. Likewise those that follow.</param>
/// <param name="BpsRd">Limit for reading, in bytes a second.</param>
/// <param name="BpsWr">Limit for writing, in bytes a second.</param>
/// <param name="Iops">Limit in requests a second.</param>
/// <param name="IopsRd">Limit for reading, in requests a second.</param>
/// <param name="IopsWr">Limit for writing, in requests a second.</param>
/// <param name="Cache">How it uses the host's page cache.</param>
/// <param name="DirtyBitmaps">The bitmaps that note what is written to it; null for none.</param>
public sealed record BlockNode(
    string File,
    bool Ro,
    string Drv,
    bool Encrypted,
    ImageInfo Image,
    string? NodeName = null,
    [property: JsonPropertyName("backing_file")] string? BackingFile = null,
    [property: JsonPropertyName("backing_file_depth")] long BackingFileDepth = 0,
    [property: JsonPropertyName("write_threshold")] long WriteThreshold = 0,
    long Bps = 0,
    [property: JsonPropertyName("bps_rd")] long BpsRd = 0,
    [property: JsonPropertyName("bps_wr")] long BpsWr = 0,
    long Iops = 0,
    [property: JsonPropertyName("iops_rd")] long IopsRd = 0,
    [property: JsonPropertyName("iops_wr")] long IopsWr = 0,
    BlockCache? Cache = null,
    IReadOnlyList<DirtyBitmap>? DirtyBitmaps = null);

/// <summary>How a block node uses the host's page cache.</summary>
/// <param name="Writeback">Whether a write is done when it is in the cache.</param>
/// <param name="Direct">Whether it goes around the cache.</param>
/// <param name="NoFlush">Whether the guest's flushes are ignored.</param>
public sealed record BlockCache(bool Writeback, bool Direct, bool NoFlush);

/// <summary>What an image says about itself.</summary>
/// <param name="Filename">The image, for people.</param>
/// <param name="Format">Its format, such as <c>qcow2</c>.</param>
/// <param name="VirtualSize">What the guest sees, in bytes.</param>
/// <param name="ActualSize">What it takes on the host, in bytes.</param>
/// <param name="ClusterSize">Its unit of allocation, in bytes.</param>
/// <param name="DirtyFlag">Whether it was not closed cleanly.</param>
/// <param name="Encrypted">Whether it is encrypted.</param>
/// <param name="Compressed">Whether it is compressed.</param>
/// <param name="BackingFilename">The image below it, as it is written in the image.</param>
/// <param name="FullBackingFilename">The same, resolved.</param>
/// <param name="BackingFilenameFormat">The format of the image below it.</param>
/// <param name="BackingImage">What the image below it says about itself.</param>
public sealed record ImageInfo(
    string Filename,
    string Format,
    long VirtualSize,
    long? ActualSize = null,
    long? ClusterSize = null,
    bool? DirtyFlag = null,
    bool? Encrypted = null,
    bool? Compressed = null,
    string? BackingFilename = null,
    string? FullBackingFilename = null,
    string? BackingFilenameFormat = null,
    ImageInfo? BackingImage = null);

/// <summary>How a drive's last read or write went.</summary>
[JsonConverter(typeof(WireEnumConverter<BlockIoStatus>))]
public enum BlockIoStatus
{
    /// <summary>A status that this version does not know.</summary>
    Unknown = 0,

    /// <summary>Well.</summary>
    Ok = 1,

    /// <summary>It failed.</summary>
    Failed = 2,

    /// <summary>It failed, as the host has no space left.</summary>
    Nospace = 3,
}
