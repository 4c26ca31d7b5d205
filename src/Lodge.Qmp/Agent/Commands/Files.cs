using System.Text.Json;
using System.Text.Json.Serialization;
using Lodge.Qmp.Commands;

namespace Lodge.Qmp.Agent.Commands;

/// <summary><c>guest-file-open</c>: opens a file of the guest. Answers its handle.</summary>
/// <param name="path">Its path in the guest.</param>
/// <param name="mode">As for fopen(3): <c>r</c>, <c>w</c>, <c>a</c>, with <c>b</c> and <c>+</c>.</param>
public sealed class GuestFileOpenCommand(string path, string mode) : QmpCommand<long>("guest-file-open", AgentJson.Default.Int64)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer)
    {
        writer.WriteString("path"u8, path);
        writer.WriteString("mode"u8, mode);
    }
}

/// <summary><c>guest-file-read</c>: reads from where the file stands.</summary>
/// <param name="handle">The file.</param>
/// <param name="count">At most so many bytes.</param>
public sealed class GuestFileReadCommand(long handle, int count)
    : QmpCommand<AgentFileRead>("guest-file-read", AgentJson.Default.AgentFileRead)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer)
    {
        writer.WriteNumber("handle"u8, handle);
        writer.WriteNumber("count"u8, count);
    }
}

/// <summary><c>guest-file-write</c>: writes to where the file stands.</summary>
/// <param name="handle">The file.</param>
/// <param name="content">What to write.</param>
public sealed class GuestFileWriteCommand(long handle, ReadOnlyMemory<byte> content)
    : QmpCommand<AgentFileWrite>("guest-file-write", AgentJson.Default.AgentFileWrite)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer)
    {
        writer.WriteNumber("handle"u8, handle);
        writer.WriteBase64String("buf-b64"u8, content.Span);
    }
}

/// <summary><c>guest-file-seek</c>: moves to a place in a file.</summary>
/// <param name="handle">The file.</param>
/// <param name="offset">Bytes from <paramref name="origin"/>.</param>
/// <param name="origin">From where.</param>
public sealed class GuestFileSeekCommand(long handle, long offset, SeekOrigin origin)
    : QmpCommand<AgentFileSeek>("guest-file-seek", AgentJson.Default.AgentFileSeek)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer)
    {
        writer.WriteNumber("handle"u8, handle);
        writer.WriteNumber("offset"u8, offset);
        writer.WriteString("whence"u8, origin switch
        {
            SeekOrigin.Begin => "set"u8,
            SeekOrigin.Current => "cur"u8,
            _ => "end"u8,
        });
    }
}

/// <summary><c>guest-file-flush</c>: hands what was written to the guest's kernel.</summary>
/// <param name="handle">The file.</param>
public sealed class GuestFileFlushCommand(long handle) : QmpCommand<EmptyReply>("guest-file-flush", AgentJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer) => writer.WriteNumber("handle"u8, handle);
}

/// <summary><c>guest-file-close</c>: closes a file.</summary>
/// <param name="handle">The file.</param>
public sealed class GuestFileCloseCommand(long handle) : QmpCommand<EmptyReply>("guest-file-close", AgentJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer) => writer.WriteNumber("handle"u8, handle);
}

/// <summary>What was read.</summary>
/// <param name="Count">How many bytes.</param>
/// <param name="Content">The bytes.</param>
/// <param name="Eof">Whether the file ends there.</param>
public sealed record AgentFileRead(int Count, [property: JsonPropertyName("buf-b64")] byte[] Content, bool Eof);

/// <summary>What was written.</summary>
/// <param name="Count">How many bytes.</param>
public sealed record AgentFileWrite(int Count);

/// <summary>Where a file stands.</summary>
/// <param name="Position">Bytes from its begin.</param>
/// <param name="Eof">Whether it ends there.</param>
public sealed record AgentFileSeek(long Position, bool Eof);
