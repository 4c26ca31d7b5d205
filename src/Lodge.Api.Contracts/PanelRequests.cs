using System.Text.Json.Serialization;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Keys;

namespace Lodge.Api.Contracts;

/// <summary>Body of <c>POST /v1/vms/{vm}/send-key</c>.</summary>
public sealed record SendKeys
{
    /// <summary>Keys held for 100 ms, unless told otherwise.</summary>
    // A constructor, since the JSON generator overwrites the initializers of init-only properties that a text leaves out.
    [JsonConstructor]
    public SendKeys(IReadOnlyList<string> keys, int holdMilliseconds = 100) => (Keys, HoldMilliseconds) = (keys, holdMilliseconds);

    /// <summary>
    /// Keys to press one after the other, 1 to 256; those to press together are joined by <c>-</c>, as in
    /// <c>ctrl-alt-del</c>.
    /// </summary>
    public IReadOnlyList<string> Keys { get; init; }

    /// <summary>What numbers among the keys mean.</summary>
    public KeyCodeSet CodeSet { get; init; } = KeyCodeSet.Names;

    /// <summary>How long each is held, milliseconds, 1 to 60,000.</summary>
    public int HoldMilliseconds { get; init; }
}

/// <summary>Body of <c>POST /v1/vms/{vm}/dump</c>; answered with a job.</summary>
public sealed record DumpVm
{
    /// <summary>Absolute path of a file on the host that does not exist yet.</summary>
    public required string Path { get; init; }

    /// <summary>The file's format.</summary>
    public MemoryDumpFormat Format { get; init; } = MemoryDumpFormat.Elf;

    /// <summary>What becomes of the guest afterwards.</summary>
    public AfterDump Then { get; init; } = AfterDump.Continue;
}
