namespace Lodge.Qemu.Planning.Graphics;

/// <summary>The host's certificates for displays, under the names that QEMU looks for (docs/system/tls.rst in its tree).</summary>
internal static class Certificates
{
    /// <summary>The files, within their folder.</summary>
    public static IReadOnlyList<string> Files { get; } = ["ca-cert.pem", "server-cert.pem", "server-key.pem"];

    /// <summary>The files as they are copied for one VM.</summary>
    public static IEnumerable<CopiedFile> CopiedFrom(string folder) =>
        Files.Select(name => new CopiedFile(Path.Combine(folder, name), Path.Combine(OwnFolder.Certificates, name)));
}
