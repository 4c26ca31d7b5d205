namespace Lodge.Linux.Security;

/// <summary>What a rule lets a confined process do with a file, or with all that is beneath a folder.</summary>
public enum LandlockAccess
{
    /// <summary>Read files and list folders.</summary>
    ReadOnly,

    /// <summary>Read, and run as a program or map as a library.</summary>
    ReadExecute,

    /// <summary>Read and write files that are there; nothing is made or removed.</summary>
    ReadWrite,

    /// <summary>Read, write and send requests (ioctl) to a device.</summary>
    Device,

    /// <summary>Read and write, and make and remove files, sockets and FIFOs in the folder.</summary>
    Folder,

    /// <summary>Everything that makes sense in a folder that is shared with a guest: also folders and links, and moving within it.</summary>
    Tree,
}
