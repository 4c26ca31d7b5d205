using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;

namespace Lodge.Libvirt.Handlers;

/// <summary>Who may come in. The file permissions of the sockets have decided that already, so nobody is asked more.</summary>
internal sealed class AuthenticationHandlers
{
    /// <summary>Every client asks first; to be told 'none' is to be let in.</summary>
    [Procedure(RemoteProcedure.AuthList)]
    public AuthListRet List(Session session)
    {
        session.IsAuthenticated = true;
        return new AuthListRet([AuthType.None]);
    }
}
