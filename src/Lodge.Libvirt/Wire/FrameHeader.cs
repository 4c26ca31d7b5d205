using System.Buffers.Binary;
using Lodge.Xdr;

namespace Lodge.Libvirt.Wire;

/// <summary>What stands before every message: whose procedure it is about, and what kind of message.</summary>
/// <param name="Program">Program number.</param>
/// <param name="Version">Version of the program.</param>
/// <param name="Procedure">Procedure number within the program.</param>
/// <param name="Type">What kind of message.</param>
/// <param name="Serial">The call's number; replies and stream packets repeat it.</param>
/// <param name="Status">How it went.</param>
internal readonly record struct FrameHeader(
    uint Program, uint Version, int Procedure, MessageType Type, uint Serial, MessageStatus Status)
{
    /// <summary>Bytes of the length word and the header.</summary>
    public const int Size = 28;

    /// <summary>Reads the header behind the length word.</summary>
    /// <param name="frame">A frame from its first byte on, at least <see cref="Size"/> long.</param>
    public static FrameHeader Read(ReadOnlySpan<byte> frame) => new(
        BinaryPrimitives.ReadUInt32BigEndian(frame[4..]),
        BinaryPrimitives.ReadUInt32BigEndian(frame[8..]),
        BinaryPrimitives.ReadInt32BigEndian(frame[12..]),
        (MessageType)BinaryPrimitives.ReadInt32BigEndian(frame[16..]),
        BinaryPrimitives.ReadUInt32BigEndian(frame[20..]),
        (MessageStatus)BinaryPrimitives.ReadInt32BigEndian(frame[24..]));

    /// <summary>Begins a frame: a length word that <see cref="Finish"/> fills in, then this header.</summary>
    public void Begin(XdrWriter writer)
    {
        writer.WriteUInt(Size);
        writer.WriteUInt(Program);
        writer.WriteUInt(Version);
        writer.WriteInt(Procedure);
        writer.WriteInt((int)Type);
        writer.WriteUInt(Serial);
        writer.WriteInt((int)Status);
    }

    /// <summary>Ends a frame: its length is known now.</summary>
    public static void Finish(XdrWriter writer) => writer.Overwrite(0, (uint)writer.Length);
}
