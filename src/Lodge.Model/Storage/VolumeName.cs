namespace Lodge.Model.Storage;

/// <summary>A volume by its names.</summary>
/// <param name="Pool">Name or id of the pool.</param>
/// <param name="Volume">Name of the volume in it.</param>
public sealed record VolumeName(string Pool, string Volume);
