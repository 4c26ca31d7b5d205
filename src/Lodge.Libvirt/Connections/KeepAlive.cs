using Lodge.Libvirt.Wire;

namespace Lodge.Libvirt.Connections;

/// <summary>Signs of life: a program of its own, with two messages and nothing in them.</summary>
internal static class KeepAlive
{
    /// <summary>Number of the program.</summary>
    public const uint Program = 0x6b656570;

    private const uint Version = 1;
    private const int Ping = 1;
    private const int Pong = 2;

    /// <summary>What is sent back: a pong for a ping, else nothing.</summary>
    public static Outgoing? AnswerTo(FrameHeader header) => header is { Version: Version, Procedure: Ping, Type: MessageType.Message }
        ? Outgoing.Empty(Message(Pong))
        : null;

    /// <summary>Asks the peer for a sign of life.</summary>
    public static Outgoing NewPing() => Outgoing.Empty(Message(Ping));

    private static FrameHeader Message(int procedure) => new(Program, Version, procedure, MessageType.Message, 0, MessageStatus.Ok);
}
