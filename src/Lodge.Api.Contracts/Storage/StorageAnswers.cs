namespace Lodge.Api.Contracts.Storage;

/// <summary>Answer of an upload.</summary>
/// <param name="Bytes">How many bytes were written.</param>
public sealed record VolumeWritten(long Bytes);
