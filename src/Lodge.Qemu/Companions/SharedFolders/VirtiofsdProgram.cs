namespace Lodge.Qemu.Companions.SharedFolders;

/// <summary>A virtiofsd of this host.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Dialect">Which options it takes.</param>
internal sealed record VirtiofsdProgram(string Path, VirtiofsdDialect Dialect);

/// <summary>There are two programs of this name, with options of their own.</summary>
internal enum VirtiofsdDialect
{
    /// <summary>The one written in C that was part of QEMU up to version 7.2. Needs root.</summary>
    C,

    /// <summary>The one written in Rust, a project of its own. Can do with an ordinary user's rights.</summary>
    Rust,
}
