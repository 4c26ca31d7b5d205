using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Libvirt.Wire;
using Lodge.Xdr;

namespace Lodge.Libvirt.Connections;

/// <summary>What is wrong with a call before anybody looks at what it is about.</summary>
internal static class CallRules
{
    /// <summary>The first rule that a call breaks; null when it may run.</summary>
    public static LibvirtException? Violation(Session session, Frame frame)
    {
        var header = frame.Header;
        if (!ProtocolFacts.IsKnown(header.Program, header.Version))
        {
            return LibvirtException.Rpc($"Cannot find program {header.Program} version {header.Version}");
        }

        if (!ProtocolFacts.Traits(header.Program, header.Procedure).HasFlag(ProcedureTraits.Call))
        {
            return LibvirtException.Rpc($"unknown procedure: {header.Procedure}");
        }

        return header.Status != MessageStatus.Ok ? LibvirtException.Rpc($"a call with status {(int)header.Status}")
            : !session.IsAuthenticated && !IsAuthentication(header) ? LibvirtException.Rpc("authentication required")
            : session.Uri is null && !IsBeforeOpen(header)
                ? new LibvirtException(ErrorNumber.InternalError, ErrorOrigin.Rpc, "hypervisor connection not open")
            : Denial(session, frame);
    }

    /// <summary>A read-only client learns nothing but that it is one, not even whether the object exists.</summary>
    private static LibvirtException? Denial(Session session, Frame frame)
    {
        var header = frame.Header;
        try
        {
            return session.IsReadOnly && ProtocolFacts.IsDeniedToReaders(header.Program, header.Procedure, frame.Payload.Span)
                ? new LibvirtException(
                    ErrorNumber.OperationDenied, ErrorOrigin.Domain, $"read only access prevents {ProtocolFacts.ApiName(header.Program, header.Procedure)}")
                : null;
        }
        catch (XdrException broken)
        {
            return LibvirtException.Rpc($"Unable to decode message payload: {broken.Message}");
        }
    }

    private static bool IsAuthentication(FrameHeader header) =>
        header.Program == ProtocolFacts.RemoteProgram && (RemoteProcedure)header.Procedure is
            RemoteProcedure.AuthList or RemoteProcedure.AuthSaslInit or RemoteProcedure.AuthSaslStart
            or RemoteProcedure.AuthSaslStep or RemoteProcedure.AuthPolkit;

    private static bool IsBeforeOpen(FrameHeader header) =>
        IsAuthentication(header)
        || (header.Program == ProtocolFacts.RemoteProgram && (RemoteProcedure)header.Procedure is
            RemoteProcedure.ConnectOpen or RemoteProcedure.ConnectClose or RemoteProcedure.ConnectSupportsFeature);
}
