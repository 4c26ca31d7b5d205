using Lodge.Libvirt.Connections;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Tests.Support;
using Lodge.Libvirt.Wire;
using Lodge.Xdr;

namespace Lodge.Libvirt.Tests.Protocol;

public sealed class CaptureTests(ITestOutputHelper output)
{
    public static TheoryData<string> Sessions => [.. Capture.Names()];

    [Theory]
    [MemberData(nameof(Sessions))]
    public void Every_message_of_a_recorded_session_is_read_and_written_byte_for_byte(string session)
    {
        var messages = Capture.Read(session);
        var carried = 0;
        foreach (var message in messages)
        {
            if (message.Bytes.Length == 1)
            {
                Assert.Equal(0, message.Bytes[0]);
                carried++;
                continue;
            }

            Assert.Equal(Convert.ToHexStringLower(message.Bytes), Convert.ToHexStringLower(Rewritten(message.Bytes)));
        }

        output.WriteLine($"{messages.Count} messages, {carried} carriers of descriptors");
    }

    private static byte[] Rewritten(byte[] bytes)
    {
        var header = FrameHeader.Read(bytes);
        using var writer = new XdrWriter(FrameLimits.Frame);
        header.Begin(writer);
        var reader = new XdrReader(bytes.AsSpan(FrameHeader.Size));
        if (header.Type is MessageType.CallWithDescriptors or MessageType.ReplyWithDescriptors)
        {
            writer.WriteUInt(reader.ReadUInt());
        }

        if (!Transcode(header, ref reader, writer))
        {
            writer.WriteRaw(bytes.AsSpan(FrameHeader.Size + reader.Position));
        }
        else
        {
            Assert.Equal(0, reader.Remaining);
        }

        FrameHeader.Finish(writer);
        return writer.Written.ToArray();
    }

    /// <summary>False where the payload is raw, or there is none.</summary>
    private static bool Transcode(FrameHeader header, ref XdrReader reader, XdrWriter writer)
    {
        switch (header.Type)
        {
            case var _ when header.Program == KeepAlive.Program:
                Assert.Equal(0, reader.Remaining);
                return false;
            case MessageType.Call or MessageType.CallWithDescriptors:
                return MessageCatalog.Arguments(header.Program, header.Procedure, ref reader, writer) || NothingLeft(reader);
            case MessageType.Reply or MessageType.Stream when header.Status == MessageStatus.Error && reader.Remaining > 0:
                ErrorRecord.Decode(ref reader).Encode(writer);
                return true;
            case MessageType.StreamHole:
                StreamHole.Decode(ref reader).Encode(writer);
                return true;
            case MessageType.Stream:
                return false;
            default:
                return MessageCatalog.Results(header.Program, header.Procedure, ref reader, writer) || NothingLeft(reader);
        }
    }

    private static bool NothingLeft(XdrReader reader)
    {
        Assert.Equal(0, reader.Remaining);
        return true;
    }
}
