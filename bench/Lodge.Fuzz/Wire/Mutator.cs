using System.Buffers.Binary;

namespace Lodge.Fuzz.Wire;

/// <summary>Makes inputs: noise, and real messages with something wrong in them.</summary>
internal sealed class Mutator(int seed, List<byte[]> corpus)
{
    private const int HeaderLength = 28;
    private const int LongestKept = 64 * 1024;

    private static readonly uint[] s_awkward = [0, 1, 2, 3, 7, 16, 255, 256, 16384, 65536, 4194304, 4194305, int.MaxValue, 0x80000000, uint.MaxValue];

    private readonly Random _random = new(seed);

    private readonly List<(byte[] Payload, uint Program, int Procedure)> _messages = [.. corpus.Select(frame =>
        (frame[HeaderLength..], BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(4)), BinaryPrimitives.ReadInt32BigEndian(frame.AsSpan(12))))];

    /// <summary>Keeps an input that showed something new; others will be made of it.</summary>
    public void Keep(byte[] payload, uint program, int procedure)
    {
        if (payload.Length <= LongestKept)
        {
            _messages.Add((payload, program, procedure));
        }
    }

    /// <summary>An input, and the procedure whose message it shall be taken for.</summary>
    public (byte[] Payload, uint Program, int Procedure) Next()
    {
        var kind = _random.Next(8);
        if (kind == 0)
        {
            return (Noise(_random.Next(200)), AnyProgram(out var any), any);
        }

        var (payload, program, procedure) = _messages[_random.Next(_messages.Count)];
        if (kind == 1)
        {
            program = AnyProgram(out procedure);
        }

        for (var i = _random.Next(4); i >= 0; i--)
        {
            payload = Mutate(payload);
        }

        return (payload, program, procedure);
    }

    private uint AnyProgram(out int procedure)
    {
        var qemu = _random.Next(50) == 0;
        procedure = _random.Next(1, qemu ? 8 : 457);
        return qemu ? 0x20008087u : 0x20008086u;
    }

    private byte[] Mutate(byte[] payload)
    {
        if (payload.Length == 0)
        {
            return Noise(_random.Next(64));
        }

        var place = _random.Next(payload.Length);
        switch (_random.Next(6))
        {
            case 0:
                return payload[..place];
            case 1:
                return [.. payload, .. Noise(_random.Next(64))];
            case 2:
                return [.. payload[..place], .. payload[Math.Min(payload.Length, place + (4 * _random.Next(1, 5)))..]];
            case 3:
                payload = (byte[])payload.Clone();
                payload[place] ^= (byte)(1 << _random.Next(8));
                return payload;
            case 4:
                payload = (byte[])payload.Clone();
                payload[place] = (byte)_random.Next(256);
                return payload;
            default:
                payload = (byte[])payload.Clone();
                var word = place & ~3;
                if (word + 4 <= payload.Length)
                {
                    BinaryPrimitives.WriteUInt32BigEndian(payload.AsSpan(word), s_awkward[_random.Next(s_awkward.Length)]);
                }

                return payload;
        }
    }

    private byte[] Noise(int length)
    {
        var noise = new byte[length];
        _random.NextBytes(noise);
        for (var i = 0; i + 4 <= length && _random.Next(3) > 0; i += 4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(noise.AsSpan(i), s_awkward[_random.Next(9)]);
        }

        return noise;
    }
}
