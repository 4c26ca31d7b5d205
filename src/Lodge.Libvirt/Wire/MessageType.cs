namespace Lodge.Libvirt.Wire;

/// <summary>Kinds of messages, as numbered on the wire. Append only.</summary>
internal enum MessageType
{
    /// <summary>A client calls a procedure.</summary>
    Call = 0,

    /// <summary>The server answers a call.</summary>
    Reply = 1,

    /// <summary>A message that nobody answers: an event, a sign of life.</summary>
    Message = 2,

    /// <summary>A packet of a stream.</summary>
    Stream = 3,

    /// <summary>A call, with descriptors behind it.</summary>
    CallWithDescriptors = 4,

    /// <summary>A reply, with descriptors behind it.</summary>
    ReplyWithDescriptors = 5,

    /// <summary>A stretch of zeros in a stream.</summary>
    StreamHole = 6,
}

/// <summary>How it goes, as numbered on the wire. Append only.</summary>
internal enum MessageStatus
{
    /// <summary>A call, a successful reply, the end of a stream.</summary>
    Ok = 0,

    /// <summary>An error follows; or a client gives a stream up.</summary>
    Error = 1,

    /// <summary>More of a stream follows.</summary>
    Continue = 2,
}
