using System.Text.Json;
using System.Text.Json.Serialization;
using Lodge.Qmp.Wire;

namespace Lodge.Qmp.Commands;

/// <summary><c>dump-guest-memory</c>: writes the guest's memory to a file, for a debugger.</summary>
/// <param name="protocol"><c>file:PATH</c>, or <c>fd:NAME</c> of a file given before.</param>
/// <param name="paging">Whether to write it by the guest's virtual addresses. Only safe for a trusted guest.</param>
/// <param name="detach">Whether to answer at once and tell the end by an event.</param>
/// <param name="format">The file's format; null for ELF.</param>
public sealed class DumpGuestMemoryCommand(
    string protocol,
    bool paging = false,
    bool? detach = null,
    DumpFormat? format = null)
    : QmpCommand<EmptyReply>("dump-guest-memory", ReplyJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer)
    {
        writer.WriteBoolean("paging"u8, paging);
        writer.WriteString("protocol"u8, protocol);
        writer.WriteOptional("detach", detach);
        writer.WriteOptional("format", format);
    }
}

/// <summary>Formats of a memory dump.</summary>
[JsonConverter(typeof(WireEnumConverter<DumpFormat>))]
public enum DumpFormat
{
    /// <summary>A format that this version does not know.</summary>
    Unknown = 0,

    /// <summary>ELF core file.</summary>
    Elf = 1,

    /// <summary>kdump, compressed with zlib.</summary>
    KdumpZlib = 2,

    /// <summary>kdump, compressed with LZO.</summary>
    KdumpLzo = 3,

    /// <summary>kdump, compressed with snappy.</summary>
    KdumpSnappy = 4,

    /// <summary>A Windows crash dump.</summary>
    WinDmp = 5,
}
