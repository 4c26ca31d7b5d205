using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Wire;
using Lodge.Linux.Descriptors;
using Lodge.Xdr;

namespace Lodge.Libvirt.Sessions;

/// <summary>
/// What handlers know of the connection that a call came on, and how they send events on it. Its state belongs to the
/// connection; when that ends, <see cref="Closing"/> is cancelled and all callbacks are removed.
/// </summary>
/// <param name="peer">Who is at the other end of a Unix socket; null on TCP.</param>
/// <param name="readOnlyDoor">Whether the client came through a read-only door.</param>
/// <param name="callbacks">The connection's callbacks.</param>
/// <param name="post">Queues a message; false when the client is too slow for it.</param>
/// <param name="drop">Ends the connection for a reason.</param>
/// <param name="closing">Cancelled when the connection ends.</param>
internal sealed class Session(
    PeerCredentials? peer, bool readOnlyDoor, CallbackTable callbacks, Func<Outgoing, bool> post, Action<string> drop, CancellationToken closing)
{
    // libvirt's own servers send events with this serial.
    private const uint EventSerial = 1;

    private bool _askedForReadOnly;

    /// <summary>Who is at the other end of a Unix socket; null on TCP.</summary>
    public PeerCredentials? Peer => peer;

    /// <summary>Whether calls that change anything are refused.</summary>
    public bool IsReadOnly => readOnlyDoor || _askedForReadOnly;

    /// <summary>Whether nobody on the way can listen: a Unix socket.</summary>
    public bool IsSecure => peer is not null;

    /// <summary>Whether the client knows now that it may talk to us.</summary>
    public bool IsAuthenticated { get; set; }

    /// <summary>Whether signs of life are sent when the client is silent.</summary>
    public bool WantsKeepAlive { get; set; }

    /// <summary>Whether the client wants to hear when the connection to the hypervisor closes.</summary>
    public bool HasCloseCallback { get; set; }

    /// <summary>The URI that the client has open; null before and after.</summary>
    public string? Uri { get; private set; }

    /// <summary>Events that the client wants.</summary>
    public CallbackTable Callbacks => callbacks;

    /// <summary>Those of them that the client knows by the kind of event only.</summary>
    public UnnumberedCallbacks Unnumbered { get; } = new();

    /// <summary>Cancelled when the connection ends.</summary>
    public CancellationToken Closing => closing;

    /// <summary>Ends the connection of a client that cannot be served as it expects.</summary>
    /// <param name="reason">Why, for the log.</param>
    public void Drop(string reason) => drop(reason);

    /// <summary>Notes what the client has opened.</summary>
    /// <param name="uri">The URI.</param>
    /// <param name="readOnly">Whether the client promises to change nothing; it is held to it.</param>
    public void Open(string uri, bool readOnly) => (Uri, _askedForReadOnly) = (uri, readOnly);

    /// <summary>Sends an event. Never waits: a client that does not read is dropped.</summary>
    /// <param name="procedure">Which event.</param>
    /// <param name="message">What it tells.</param>
    public void Send<T>(RemoteProcedure procedure, in T message)
        where T : struct, IXdrValue<T> =>
        Send(ProtocolFacts.RemoteProgram, ProtocolFacts.RemoteVersion, (int)procedure, message);

    /// <summary>Sends an event of the qemu program. Never waits: a client that does not read is dropped.</summary>
    /// <param name="procedure">Which event.</param>
    /// <param name="message">What it tells.</param>
    public void Send<T>(QemuProcedure procedure, in T message)
        where T : struct, IXdrValue<T> =>
        Send(ProtocolFacts.QemuProgram, ProtocolFacts.QemuVersion, (int)procedure, message);

    private void Send<T>(uint program, uint version, int procedure, in T message)
        where T : struct, IXdrValue<T>
    {
        var header = new FrameHeader(program, version, procedure, MessageType.Message, EventSerial, MessageStatus.Ok);
        post(Outgoing.Of(header, message));
    }
}
