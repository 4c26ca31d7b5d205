using System.Text.Json.Serialization;
using Lodge.Qmp.Wire;

namespace Lodge.Qmp.Commands;

/// <summary><c>query-dump</c>: how far a dump of the guest's memory came.</summary>
public sealed class QueryDumpCommand() : QmpCommand<DumpProgress>("query-dump", ReplyJson.Default.DumpProgress);

/// <summary>How far a dump of the guest's memory came.</summary>
/// <param name="Status">Whether it goes on, and how it ended.</param>
/// <param name="Completed">Bytes of the guest's memory that are done.</param>
/// <param name="Total">Bytes of the guest's memory.</param>
public sealed record DumpProgress(DumpStatus Status, long Completed, long Total);

/// <summary>The states of a dump (DumpStatus in qapi/dump.json).</summary>
[JsonConverter(typeof(WireEnumConverter<DumpStatus>))]
public enum DumpStatus
{
    /// <summary>A state that this version does not know.</summary>
    Unknown = 0,

    /// <summary>There has been none.</summary>
    None = 1,

    /// <summary>It goes on.</summary>
    Active = 2,

    /// <summary>It is done.</summary>
    Completed = 3,

    /// <summary>It failed; DUMP_COMPLETED has said why.</summary>
    Failed = 4,
}

/// <summary><c>query-dump-guest-memory-capability</c>: the formats that this QEMU was built with.</summary>
public sealed class QueryDumpCapabilityCommand()
    : QmpCommand<DumpCapability>("query-dump-guest-memory-capability", ReplyJson.Default.DumpCapability);

/// <summary>What QEMU can dump memory to.</summary>
/// <param name="Formats">The formats.</param>
public sealed record DumpCapability(IReadOnlyList<DumpFormat> Formats);
