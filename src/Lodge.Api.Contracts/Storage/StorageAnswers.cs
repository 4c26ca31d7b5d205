namespace Lodge.Api.Contracts.Storage;

/// <summary>A VM's disk or another volume that needs a volume.</summary>
/// <param name="Vm">The VM; null for another volume.</param>
/// <param name="Disk">Name of its disk.</param>
/// <param name="Running">Whether that VM runs with it.</param>
/// <param name="Reads">Whether it only reads it.</param>
/// <param name="IsBacking">Whether it is needed as what another image is based on.</param>
/// <param name="Pool">Pool of the other volume.</param>
/// <param name="Volume">The other volume; null for a VM.</param>
public sealed record VolumeNeed(string? Vm, string? Disk, bool Running, bool Reads, bool IsBacking, string? Pool, string? Volume);

/// <summary>Answer of an upload.</summary>
/// <param name="Bytes">How many bytes were written.</param>
public sealed record VolumeWritten(long Bytes);
