namespace Lodge.Model.Storage;

/// <summary>
/// What Lodge knows of a volume and its bytes cannot be trusted to tell: a guest that writes the header of another format
/// into its raw disk changes nothing in how Lodge reads that disk.
/// </summary>
/// <param name="Pool">Identity of its pool.</param>
/// <param name="Name">Its name there.</param>
/// <param name="Format">How it is laid out.</param>
/// <param name="SecretId">The secret that opens it; null when it is not encrypted.</param>
public sealed record VolumeRecord(Guid Pool, string Name, VolumeFormat Format, Guid? SecretId = null);
