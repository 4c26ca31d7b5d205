using System.Runtime.InteropServices;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Libvirt.Streams;
using Lodge.Libvirt.Wire;
using Lodge.Xdr;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Libvirt.Calls;

/// <summary>One call of a client, from its arguments to its reply.</summary>
/// <param name="session">The connection that it came on.</param>
/// <param name="frame">The message; belongs to the call.</param>
/// <param name="streams">The connection's streams.</param>
internal sealed class Call(Session session, Frame frame, StreamTable streams) : IDisposable
{
    private readonly List<SafeHandle> _attached = [];
    private Outgoing? _reply;

    /// <summary>The connection that it came on.</summary>
    public Session Session => session;

    /// <summary>Program number.</summary>
    public uint Program => frame.Header.Program;

    /// <summary>Procedure number.</summary>
    public int Procedure => frame.Header.Procedure;

    /// <summary>What the table says about the procedure.</summary>
    public ProcedureTraits Traits { get; } = ProtocolFacts.Traits(frame.Header.Program, frame.Header.Procedure);

    /// <summary>Bytes that it keeps in memory.</summary>
    public int Size => frame.Length;

    /// <summary>Descriptors that came with it; they are closed with the call, unless somebody takes them.</summary>
    public IReadOnlyList<SafeFileHandle> Descriptors => frame.Descriptors;

    /// <summary>Gives the descriptors that came with it to a handler that keeps and closes them.</summary>
    public IReadOnlyList<SafeFileHandle> TakeDescriptors() => frame.TakeDescriptors();

    /// <summary>The stream that it opened; null for none.</summary>
    public ClientStream? Stream { get; private set; }

    /// <summary>Whether the connection ends once the reply has left.</summary>
    public bool IsLast { get; set; }

    /// <summary>The arguments.</summary>
    /// <exception cref="LibvirtException">They cannot be read.</exception>
    public T Decode<T>()
        where T : struct, IXdrValue<T>
    {
        var reader = new XdrReader(frame.Payload.Span);
        try
        {
            return T.Decode(ref reader);
        }
        catch (XdrException broken)
        {
            throw new LibvirtException(ErrorNumber.Rpc, ErrorOrigin.Rpc, $"Unable to decode message payload: {broken.Message}", broken);
        }
    }

    /// <summary>Lets a descriptor follow the reply.</summary>
    /// <param name="descriptor">Belongs to the call from now on, which closes it.</param>
    public void Attach(SafeHandle descriptor) => _attached.Add(descriptor);

    /// <summary>Opens the call's stream. Its body begins when the reply has left; see <see cref="ClientStream"/>.</summary>
    /// <param name="body">Reads and writes until it is done. What it throws fails the stream.</param>
    public void Serve(Func<ClientStream, CancellationToken, Task> body) => Stream = streams.Open(frame.Header, body);

    /// <summary>Answers without a result.</summary>
    public void Reply() => FrameHeader.Finish(Begin(FrameLimits.Frame));

    /// <summary>Answers.</summary>
    /// <exception cref="LibvirtException">The result is too large for the protocol.</exception>
    public void Reply<T>(in T result)
        where T : struct, IXdrValue<T>
    {
        var writer = Begin(FrameLimits.Frame);
        try
        {
            result.Encode(writer);
        }
        catch (XdrException tooLarge)
        {
            throw new LibvirtException(ErrorNumber.Rpc, ErrorOrigin.Rpc, $"Unable to encode message payload: {tooLarge.Message}", tooLarge);
        }

        FrameHeader.Finish(writer);
    }

    /// <summary>Answers with an error, in place of any other answer; the call's stream is gone.</summary>
    public void Fail(LibvirtException error)
    {
        if (Stream is { } stream)
        {
            streams.Close(stream);
            Stream = null;
        }

        DropReply();
        _reply = Outgoing.Of(Header(MessageType.Reply, MessageStatus.Error), ErrorMapping.Record(error));
    }

    /// <summary>The answer, to be sent; belongs to the caller.</summary>
    public Outgoing TakeReply()
    {
        var reply = _reply ?? throw new InvalidOperationException("The call has no answer yet.");
        _reply = null;
        return reply;
    }

    /// <summary>The failure of a procedure that nobody handles.</summary>
    public LibvirtException NotSupported()
    {
        var name = ProtocolFacts.ApiName(Program, Procedure);
        var why = Program == ProtocolFacts.RemoteProgram ? Unserved.Reason((RemoteProcedure)Procedure) : null;
        return new(ErrorNumber.NoSupport, ErrorOrigin.Qemu, why is null ? name : $"{name}: {why}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        DropReply();
        frame.Dispose();
        _attached.ForEach(descriptor => descriptor.Dispose());
        _attached.Clear();
    }

    private XdrWriter Begin(int limit)
    {
        DropReply();
        var writer = new XdrWriter(limit);
        _reply = new Outgoing(writer, _attached);
        Header(_attached.Count > 0 ? MessageType.ReplyWithDescriptors : MessageType.Reply, MessageStatus.Ok).Begin(writer);
        if (_attached.Count > 0)
        {
            writer.WriteUInt((uint)_attached.Count);
        }

        return writer;
    }

    private void DropReply()
    {
        _reply?.Bytes.Dispose();
        _reply = null;
    }

    private FrameHeader Header(MessageType type, MessageStatus status) => frame.Header with { Type = type, Status = status };
}
