using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Vms;

/// <summary>Formats of a dump of a guest's memory. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<MemoryDumpFormat>))]
public enum MemoryDumpFormat
{
    /// <summary>An ELF core file, for gdb and crash.</summary>
    Elf = 0,

    /// <summary>kdump's flattened format, compressed with zlib, for crash and makedumpfile.</summary>
    KdumpZlib = 1,

    /// <summary>The same, compressed with LZO.</summary>
    KdumpLzo = 2,

    /// <summary>The same, compressed with snappy.</summary>
    KdumpSnappy = 3,

    /// <summary>A crash dump for WinDbg; only of a Windows guest that has the vmcoreinfo driver.</summary>
    WinDmp = 4,
}

/// <summary>What becomes of the guest once its memory is dumped. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<AfterDump>))]
public enum AfterDump
{
    /// <summary>It goes on as before.</summary>
    Continue = 0,

    /// <summary>It is reset.</summary>
    Reset = 1,

    /// <summary>Its VM is ended, without asking the guest.</summary>
    Kill = 2,
}
