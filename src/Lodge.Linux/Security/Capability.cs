namespace Lodge.Linux.Security;

/// <summary>
/// The capabilities that a program run by root may keep, of all that the kernel has (capabilities(7)); the number is
/// the kernel's.
/// </summary>
public enum Capability
{
    /// <summary>CAP_CHOWN: give files to any owner.</summary>
    ChangeOwner = 0,

    /// <summary>CAP_DAC_OVERRIDE: reach files whatever their permissions.</summary>
    IgnorePermissions = 1,

    /// <summary>CAP_DAC_READ_SEARCH: read files whatever their permissions, and open them by handle.</summary>
    IgnoreReadPermissions = 2,

    /// <summary>CAP_FOWNER: act as the owner of any file.</summary>
    ActAsOwner = 3,

    /// <summary>CAP_FSETID: keep set-id bits of a file that is written.</summary>
    KeepSetId = 4,

    /// <summary>CAP_SETGID: take on any group.</summary>
    SetGroup = 6,

    /// <summary>CAP_SETUID: take on any user.</summary>
    SetUser = 7,

    /// <summary>CAP_SETPCAP: give up capabilities for good.</summary>
    SetCapabilities = 8,

    /// <summary>CAP_NET_BIND_SERVICE: listen on ports below 1,024.</summary>
    ListenAnywhere = 10,

    /// <summary>CAP_NET_ADMIN: change the network of its namespace.</summary>
    AdministerNetwork = 12,

    /// <summary>CAP_NET_RAW: send and receive frames as they are.</summary>
    UseRawSockets = 13,

    /// <summary>CAP_SYS_CHROOT: choose a root folder of its own.</summary>
    ChangeRoot = 18,

    /// <summary>CAP_SYS_ADMIN: make namespaces and mount in them, among much else.</summary>
    Administer = 21,

    /// <summary>CAP_MKNOD: make device nodes.</summary>
    MakeNodes = 27,

    /// <summary>CAP_SETFCAP: set capabilities of files.</summary>
    SetFileCapabilities = 31,
}
