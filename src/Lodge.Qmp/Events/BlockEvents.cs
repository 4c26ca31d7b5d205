using System.Text.Json.Serialization;
using Lodge.Qmp.Wire;

namespace Lodge.Qmp.Events;

/// <summary>BLOCK_IO_ERROR: a disk's read or write failed.</summary>
/// <param name="Device">The block device's name; empty for one known by <paramref name="QomPath"/> alone.</param>
/// <param name="Operation">What failed.</param>
/// <param name="Action">What QEMU does about it.</param>
/// <param name="Reason">The host's error, for people.</param>
/// <param name="NodeName">The block node; null if it has none any more.</param>
/// <param name="Nospace">Whether the host has no space left; null if QEMU cannot tell.</param>
/// <param name="QomPath">The device's place in the object tree; sent since QEMU 9.2.</param>
public sealed record BlockIoErrorEvent(
    string Device,
    IoOperation Operation,
    BlockErrorAction Action,
    string Reason,
    string? NodeName = null,
    bool? Nospace = null,
    string? QomPath = null) : QmpEvent;

/// <summary>BLOCK_IMAGE_CORRUPTED: an image's own structure is damaged.</summary>
/// <param name="Device">The block device's name; may be empty.</param>
/// <param name="Msg">What is damaged, for people.</param>
/// <param name="Fatal">Whether the image cannot be used any more.</param>
/// <param name="NodeName">The block node.</param>
/// <param name="Offset">Where, in bytes.</param>
/// <param name="Size">How much, in bytes.</param>
public sealed record BlockImageCorruptedEvent(
    string Device,
    string Msg,
    bool Fatal,
    string? NodeName = null,
    long? Offset = null,
    long? Size = null) : QmpEvent;

/// <summary>BLOCK_WRITE_THRESHOLD: the guest wrote beyond the mark that was set; it is unset now.</summary>
/// <param name="NodeName">The block node.</param>
/// <param name="AmountExceeded">How far beyond, in bytes.</param>
/// <param name="WriteThreshold">The mark, in bytes.</param>
public sealed record BlockWriteThresholdEvent(string NodeName, ulong AmountExceeded, ulong WriteThreshold) : QmpEvent;

/// <summary>QUORUM_FAILURE: too few copies of a replicated disk agree.</summary>
/// <param name="Reference">The device or node.</param>
/// <param name="SectorNum">The first of the sectors (512 bytes).</param>
/// <param name="SectorsCount">How many sectors.</param>
public sealed record QuorumFailureEvent(string Reference, long SectorNum, long SectorsCount) : QmpEvent;

/// <summary>What was done to a disk.</summary>
[JsonConverter(typeof(WireEnumConverter<IoOperation>))]
public enum IoOperation
{
    /// <summary>An operation that this version does not know.</summary>
    Unknown = 0,

    /// <summary>A read.</summary>
    Read = 1,

    /// <summary>A write.</summary>
    Write = 2,
}

/// <summary>What QEMU does when a disk fails.</summary>
[JsonConverter(typeof(WireEnumConverter<BlockErrorAction>))]
public enum BlockErrorAction
{
    /// <summary>An action that this version does not know.</summary>
    Unknown = 0,

    /// <summary>Nothing.</summary>
    Ignore = 1,

    /// <summary>It tells the guest.</summary>
    Report = 2,

    /// <summary>It pauses the guest.</summary>
    Stop = 3,
}
