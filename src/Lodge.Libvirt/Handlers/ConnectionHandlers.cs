using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;

namespace Lodge.Libvirt.Handlers;

/// <summary>Opening and closing what clients call a connection: a URI, on the socket that they have already.</summary>
/// <param name="isSystem">Whether this is the host's own daemon, or one of a user's session.</param>
internal sealed class ConnectionHandlers(bool isSystem)
{
    private const uint ReadOnlyFlag = 1;

    private readonly string _uri = isSystem ? "qemu:///system" : "qemu:///session";

    /// <summary>Opens the one URI that there is; an empty name means it, too.</summary>
    [Procedure(RemoteProcedure.ConnectOpen)]
    public void Open(Session session, ConnectOpenArgs args)
    {
        if (session.Uri is not null)
        {
            throw new LibvirtException(ErrorNumber.InternalError, ErrorOrigin.Rpc, "connection already open");
        }

        if (!string.IsNullOrEmpty(args.Name) && args.Name != _uri)
        {
            throw new LibvirtException(
                ErrorNumber.NoConnect, ErrorOrigin.None, $"no connection driver available for {args.Name}; this daemon serves {_uri}");
        }

        session.Open(_uri, readOnly: (args.Flags & ReadOnlyFlag) != 0);
    }

    /// <summary>Ends the connection once the answer has left.</summary>
    [Procedure(RemoteProcedure.ConnectClose)]
    public void Close(Call call) => call.IsLast = true;

    [Procedure(RemoteProcedure.ConnectGetUri)]
    public ConnectGetUriRet GetUri(Session session) => new(session.Uri ?? _uri);

    [Procedure(RemoteProcedure.ConnectIsSecure)]
    public ConnectIsSecureRet IsSecure(Session session) => new(session.IsSecure ? 1 : 0);

    /// <summary>The connection to the hypervisor never closes by itself; clients like to be told anyway.</summary>
    [Procedure(RemoteProcedure.ConnectRegisterCloseCallback)]
    public void RegisterCloseCallback(Session session)
    {
        if (session.HasCloseCallback)
        {
            throw new LibvirtException(ErrorNumber.OperationInvalid, ErrorOrigin.Rpc, "a close callback is registered already");
        }

        session.HasCloseCallback = true;
    }

    [Procedure(RemoteProcedure.ConnectUnregisterCloseCallback)]
    public void UnregisterCloseCallback(Session session)
    {
        if (!session.HasCloseCallback)
        {
            throw new LibvirtException(ErrorNumber.OperationInvalid, ErrorOrigin.Rpc, "no close callback is registered");
        }

        session.HasCloseCallback = false;
    }
}
