namespace Lodge.Api.Contracts;

/// <summary>Answer of <c>GET /v1/version</c>.</summary>
/// <param name="Version">Version of the daemon.</param>
/// <param name="Api">Version of the API, <c>v1</c>.</param>
/// <param name="Qemu">Version of QEMU; null while unknown.</param>
public sealed record VersionInfo(string Version, string Api, string? Qemu);
