using System.Buffers.Binary;

namespace Lodge.TestSupport.Libvirt;

/// <summary>One message of the libvirt protocol, packed by hand: nothing of the product's encoder is in it.</summary>
public sealed record RpcMessage(uint Program, uint Version, int Procedure, int Type, uint Serial, int Status, byte[] Payload)
{
    public const uint Remote = 0x20008086;
    public const uint Qemu = 0x20008087;
    public const uint KeepAlive = 0x6b656570;

    public const int Call = 0;
    public const int Reply = 1;
    public const int Event = 2;
    public const int Stream = 3;
    public const int CallWithDescriptors = 4;
    public const int ReplyWithDescriptors = 5;
    public const int StreamHole = 6;

    /// <summary>Number of the error that a failed reply carries.</summary>
    public int ErrorCode => Status == 1 && Payload.Length >= 4 ? BinaryPrimitives.ReadInt32BigEndian(Payload) : 0;

    /// <summary>Message of the error that a failed reply carries.</summary>
    public string ErrorMessage => Status == 1 ? new RpcPayload(Payload).Int().Int().Skip(4).Text() : "";

    public byte[] ToBytes()
    {
        var bytes = new byte[28 + Payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(bytes, bytes.Length);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), Program);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(8), Version);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(12), Procedure);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(16), Type);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(20), Serial);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(24), Status);
        Payload.CopyTo(bytes, 28);
        return bytes;
    }

    public static RpcMessage FromBytes(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]),
        BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]),
        BinaryPrimitives.ReadInt32BigEndian(bytes[12..]),
        BinaryPrimitives.ReadInt32BigEndian(bytes[16..]),
        BinaryPrimitives.ReadUInt32BigEndian(bytes[20..]),
        BinaryPrimitives.ReadInt32BigEndian(bytes[24..]),
        bytes[28..].ToArray());
}
