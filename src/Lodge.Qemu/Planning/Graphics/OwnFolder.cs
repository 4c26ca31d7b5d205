namespace Lodge.Qemu.Planning.Graphics;

/// <summary>
/// A folder that belongs to the VM's user and that QEMU runs in, for the few things that it takes by a name only: the
/// socket of SPICE, which its library makes itself, and the certificates. As the folder it runs in, it needs no way
/// through the folders above.
/// </summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Files">The files that are copied into it.</param>
/// <param name="Links">The links that lead into it from elsewhere.</param>
internal sealed record OwnFolder(string Path, IReadOnlyList<CopiedFile> Files, IReadOnlyList<PlannedLink> Links)
{
    /// <summary>Name of the socket of SPICE within it.</summary>
    public const string SpiceSocket = "spice.sock";

    /// <summary>Name of the folder with the certificates within it.</summary>
    public const string Certificates = "tls";
}

/// <summary>A file that is copied into the VM's own folder.</summary>
/// <param name="Source">Absolute path of the original.</param>
/// <param name="Name">Its path within the folder.</param>
internal sealed record CopiedFile(string Source, string Name);

/// <summary>A symbolic link that leads into the VM's own folder.</summary>
/// <param name="Path">Absolute path of the link.</param>
/// <param name="Target">Absolute path that it leads to.</param>
internal sealed record PlannedLink(string Path, string Target);
