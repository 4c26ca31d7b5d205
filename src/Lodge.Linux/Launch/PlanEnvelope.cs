using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Lodge.Linux.Launch;

/// <summary>
/// A plan as bytes: a first line with the length and CRC-32C of what follows, then the JSON. The seal of the memory
/// file keeps others from changing a plan; the checksum catches one that was damaged before it was sealed.
/// </summary>
internal static class PlanEnvelope
{
    /// <summary>No sensible plan is longer.</summary>
    public const int LongestPlan = 1 << 20;

    private const int HeaderLength = 29;

    /// <summary>The bytes of a plan.</summary>
    public static byte[] Write(LaunchPlan plan)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(plan, LaunchJson.Default.LaunchPlan);
        return [.. Header(json), .. json];
    }

    /// <summary>The plan in the bytes.</summary>
    /// <exception cref="LaunchRefusedException">They are not a whole and undamaged plan.</exception>
    public static LaunchPlan Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= HeaderLength)
        {
            throw new LaunchRefusedException("plan", "The plan is too short to be one.");
        }

        var json = bytes[HeaderLength..];
        if (!bytes[..HeaderLength].SequenceEqual(Header(json)))
        {
            throw new LaunchRefusedException(
                "plan", "The plan's length and checksum do not match its contents: it was damaged or tampered with.");
        }

        try
        {
            return JsonSerializer.Deserialize(json, LaunchJson.Default.LaunchPlan)
                ?? throw new LaunchRefusedException("plan", "The plan is null.");
        }
        catch (JsonException malformed)
        {
            throw new LaunchRefusedException("plan", $"The plan is not well formed: {malformed.Message}");
        }
    }

    /// <summary>Always <see cref="HeaderLength"/> bytes: magic, eight digits of length, eight of checksum.</summary>
    private static byte[] Header(ReadOnlySpan<byte> json) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"lodge-plan {json.Length:D8} {Checksum(json):x8}\n"));

    private static uint Checksum(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(data))
        {
            crc = BitOperations.Crc32C(crc, word);
        }

        foreach (var single in data[(data.Length & ~7)..])
        {
            crc = BitOperations.Crc32C(crc, single);
        }

        return ~crc;
    }
}
