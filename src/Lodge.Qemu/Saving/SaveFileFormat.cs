using System.Buffers.Binary;
using System.Text.Json;
using Lodge.Engine.Ports;

namespace Lodge.Qemu.Saving;

/// <summary>
/// The head of a saved state: 8 bytes magic, version (u32) and length of the JSON (u32), both little-endian, then the
/// JSON of the <see cref="SavedStateHeader"/>, then zeros up to a multiple of 4,096. QEMU's migration stream follows.
/// </summary>
internal static class SaveFileFormat
{
    /// <summary>What heads are padded to, bytes.</summary>
    public const int Alignment = 4096;

    /// <summary>Longest head that is read, bytes.</summary>
    public const int LongestHead = 1 << 20;

    private const uint Version = 1;
    private const int FixedLength = 16;

    private static ReadOnlySpan<byte> Magic => "LODGESAV"u8;

    /// <summary>The bytes of a head.</summary>
    public static byte[] Write(SavedStateHeader header)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(header, EngineJson.Default.SavedStateHeader);
        var head = new byte[HeadLength(json.Length)];
        Magic.CopyTo(head);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(8), Version);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(12), (uint)json.Length);
        json.CopyTo(head, FixedLength);
        return head;
    }

    /// <summary>Reads a head.</summary>
    /// <param name="start">The first bytes of the file, up to <see cref="LongestHead"/>.</param>
    /// <returns>The header, and where QEMU's stream begins.</returns>
    /// <exception cref="FormatException">It is no saved state, or a damaged one; the message says how.</exception>
    public static (SavedStateHeader Header, int Length) Read(ReadOnlySpan<byte> start)
    {
        if (start.Length < FixedLength || !start.StartsWith(Magic))
        {
            throw new FormatException("it does not begin as one");
        }

        var version = BinaryPrimitives.ReadUInt32LittleEndian(start[8..]);
        if (version != Version)
        {
            throw new FormatException($"it has version {version}, and this Lodge reads version {Version}");
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(start[12..]);
        if (length > LongestHead - FixedLength || FixedLength + (int)length > start.Length)
        {
            throw new FormatException("it ends within its head");
        }

        try
        {
            var header = JsonSerializer.Deserialize(start.Slice(FixedLength, (int)length), EngineJson.Default.SavedStateHeader)
                ?? throw new FormatException("its head is empty");
            return (header, HeadLength((int)length));
        }
        catch (JsonException damage)
        {
            throw new FormatException($"its head cannot be read: {damage.Message}", damage);
        }
    }

    private static int HeadLength(int json) => (FixedLength + json + Alignment - 1) / Alignment * Alignment;
}
