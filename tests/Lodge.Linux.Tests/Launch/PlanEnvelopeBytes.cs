using System.Text;

namespace Lodge.Linux.Tests.Launch;

/// <summary>Wraps any text as a plan, with a right length and checksum: what a skilled forger would do.</summary>
internal static class PlanEnvelopeBytes
{
    public const int HeaderLength = 29;

    public static byte[] Wrap(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        return [.. Encoding.ASCII.GetBytes($"lodge-plan {bytes.Length:D8} {Crc32C(bytes):x8}\n"), .. bytes];
    }

    /// <summary>CRC-32C bit by bit, from its definition (RFC 3720, B.4), not with the product's code.</summary>
    private static uint Crc32C(byte[] data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) == 0 ? 0 : 0x82F63B78);
            }
        }

        return ~crc;
    }
}
