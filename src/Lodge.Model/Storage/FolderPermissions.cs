using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Storage;

/// <summary>Owner and mode of a folder or file that Lodge makes.</summary>
/// <param name="Mode">Permission bits in octal, such as <c>0711</c>. Absent: 0755 for folders, 0600 for files.</param>
/// <param name="Owner">User id, 0 or more. Absent: whoever the daemon runs as.</param>
/// <param name="Group">Group id, 0 or more. Absent: whatever the daemon's files get.</param>
public sealed record FolderPermissions(string? Mode = null, long? Owner = null, long? Group = null);

/// <summary>Partition tables. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<PartitionTable>))]
public enum PartitionTable
{
    /// <summary>GUID partition table.</summary>
    Gpt = 0,

    /// <summary>The DOS table in the master boot record: four partitions, 2 TiB.</summary>
    Dos = 1,
}
