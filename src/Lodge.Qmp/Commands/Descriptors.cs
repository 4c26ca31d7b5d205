using System.Runtime.InteropServices;
using System.Text.Json;

namespace Lodge.Qmp.Commands;

/// <summary>
/// <c>getfd</c>: gives QEMU an open file under a name, for one later use (<c>fd:NAME</c>). QEMU takes a copy; the
/// handle stays the caller's. The name is bound to this connection: it goes when the connection ends.
/// </summary>
public sealed class GetFdCommand(string name, SafeHandle descriptor)
    : QmpCommand<EmptyReply>("getfd", ReplyJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    public override SafeHandle Descriptor => descriptor;

    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer) => writer.WriteString("fdname"u8, name);
}

/// <summary><c>closefd</c>: lets QEMU close a file that it was given and did not use.</summary>
public sealed class CloseFdCommand(string name) : QmpCommand<EmptyReply>("closefd", ReplyJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer) => writer.WriteString("fdname"u8, name);
}

/// <summary>
/// <c>add-fd</c>: gives QEMU an open file to open later as <c>/dev/fdset/N</c>. QEMU takes a copy; the handle stays
/// the caller's.
/// </summary>
/// <param name="descriptor">The open file.</param>
/// <param name="fdsetId">The set to put it in, 0 or more; null for a new set.</param>
/// <param name="opaque">A note to find it by.</param>
public sealed class AddFdCommand(SafeHandle descriptor, long? fdsetId = null, string? opaque = null)
    : QmpCommand<AddFdReply>("add-fd", ReplyJson.Default.AddFdReply)
{
    /// <inheritdoc/>
    public override SafeHandle Descriptor => descriptor;

    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer)
    {
        writer.WriteOptional("fdset-id", fdsetId);
        writer.WriteOptional("opaque", opaque);
    }
}

/// <summary>Where QEMU put an open file.</summary>
/// <param name="FdsetId">The set.</param>
/// <param name="Fd">The descriptor's number within QEMU.</param>
public sealed record AddFdReply(long FdsetId, int Fd);

/// <summary><c>remove-fd</c>: takes one open file, or all, out of a set.</summary>
/// <param name="fdsetId">The set.</param>
/// <param name="fd">The descriptor's number within QEMU; null for all.</param>
public sealed class RemoveFdCommand(long fdsetId, int? fd = null)
    : QmpCommand<EmptyReply>("remove-fd", ReplyJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer)
    {
        writer.WriteNumber("fdset-id"u8, fdsetId);
        writer.WriteOptional("fd", fd);
    }
}

/// <summary><c>query-fdsets</c>: the sets of open files.</summary>
public sealed class QueryFdsetsCommand()
    : QmpCommand<IReadOnlyList<Fdset>>("query-fdsets", ReplyJson.Default.IReadOnlyListFdset);

/// <summary>A set of open files.</summary>
/// <param name="FdsetId">Its number.</param>
/// <param name="Fds">The files.</param>
public sealed record Fdset(long FdsetId, IReadOnlyList<FdsetFile> Fds);

/// <summary>An open file in a set.</summary>
/// <param name="Fd">The descriptor's number within QEMU.</param>
/// <param name="Opaque">The note that it was given with.</param>
public sealed record FdsetFile(int Fd, string? Opaque = null);
