namespace Lodge.Qemu.Planning;

/// <summary>A descriptor that QEMU is started with.</summary>
/// <param name="Number">Its number within QEMU, 3 or more.</param>
/// <param name="Label">What it is for, such as <c>disk0</c>; also shown by QEMU's <c>query-fdsets</c>.</param>
/// <param name="Source">Where the launcher gets it.</param>
internal sealed record PlannedDescriptor(int Number, string Label, DescriptorSource Source);

/// <summary>Where a descriptor comes from.</summary>
internal abstract record DescriptorSource;

/// <summary>A file that is opened.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Mode">How it is opened.</param>
internal sealed record OpenedFile(string Path, FileOpening Mode) : DescriptorSource;

/// <summary>How a file is opened for QEMU.</summary>
internal enum FileOpening
{
    /// <summary>To read; it must exist.</summary>
    Read,

    /// <summary>To read and write; it must exist.</summary>
    ReadWrite,

    /// <summary>To add at its end; made when missing.</summary>
    Append,

    /// <summary>To write from its beginning, emptied; made when missing.</summary>
    Empty,
}

/// <summary>
/// A file that QEMU opens anew through <c>/proc/self/fd</c>, because the option in question takes only a path. When
/// the VM's user may not read it, a sealed copy in memory stands in for it.
/// </summary>
/// <param name="Path">Absolute path.</param>
internal sealed record ReopenedFile(string Path) : DescriptorSource;

/// <summary>A short text, in a sealed file in memory.</summary>
/// <param name="Contents">The text.</param>
internal sealed record InlineText(string Contents) : DescriptorSource;

/// <summary>The value of a secret, in a sealed file in memory. A plan knows only which.</summary>
/// <param name="Id">The secret.</param>
internal sealed record SecretContents(Guid Id) : DescriptorSource;

/// <summary>A Unix socket that listens before QEMU is started.</summary>
/// <param name="Path">Absolute path of the socket file.</param>
internal sealed record ListeningSocket(string Path) : DescriptorSource;

/// <summary>A connection to a companion of the VM, or to a helper that somebody else runs; it listens there already.</summary>
/// <param name="Path">Absolute path of its socket file.</param>
internal sealed record CompanionConnection(string Path) : DescriptorSource;

/// <summary>QEMU's end of the connection that a companion is started with.</summary>
/// <param name="Companion">Name of the companion.</param>
internal sealed record CompanionEnd(string Companion) : DescriptorSource;

/// <summary>A queue of a persistent tap interface.</summary>
/// <param name="Interface">Its name.</param>
/// <param name="Queues">How many queues it was made for.</param>
internal sealed record TapQueue(string Interface, int Queues) : DescriptorSource;

/// <summary>A queue of a macvtap interface.</summary>
/// <param name="Interface">Its name.</param>
/// <param name="Queues">How many queues will be opened.</param>
internal sealed record MacvtapQueue(string Interface, int Queues) : DescriptorSource;

/// <summary>A character device of the host, opened to read and write.</summary>
/// <param name="Path">Absolute path.</param>
internal sealed record OpenedDevice(string Path) : DescriptorSource;

/// <summary>A file of memory that several VMs have in common; made when missing.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Size">Its length, bytes.</param>
internal sealed record SharedFile(string Path, long Size) : DescriptorSource;

/// <summary>A character device of the host, opened to read.</summary>
/// <param name="Path">Absolute path.</param>
internal sealed record ReadDevice(string Path) : DescriptorSource;

/// <summary>A Unix socket at a path of the user's that listens before QEMU is started.</summary>
/// <param name="Path">Absolute path of the socket file.</param>
internal sealed record UserListeningSocket(string Path) : DescriptorSource;

/// <summary>A connection to a program of the user's that listens on a Unix socket.</summary>
/// <param name="Path">Absolute path of the socket file.</param>
internal sealed record UserConnection(string Path) : DescriptorSource;

/// <summary>A TCP socket that listens before QEMU is started.</summary>
/// <param name="Address">IP address of this host.</param>
/// <param name="Port">1 to 65,535.</param>
internal sealed record TcpListening(string Address, int Port) : DescriptorSource;

/// <summary>A TCP connection that is made before QEMU is started.</summary>
/// <param name="Host">IP address or host name.</param>
/// <param name="Port">1 to 65,535.</param>
internal sealed record TcpConnection(string Host, int Port) : DescriptorSource;
