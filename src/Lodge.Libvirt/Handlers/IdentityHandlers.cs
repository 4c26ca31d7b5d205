using Lodge.Engine.Ports;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;

namespace Lodge.Libvirt.Handlers;

/// <summary>Who we are: the names and versions that clients show.</summary>
/// <param name="host">The host.</param>
internal sealed class IdentityHandlers(IHostInfo host)
{
    // Whose behaviour clients can count on: that of libvirt 9.0.0.
    private const ulong LibraryVersion = 9_000_000;

    [Procedure(RemoteProcedure.ConnectGetType)]
    public ConnectGetTypeRet GetHypervisorType(Session session) => new("QEMU");

    /// <summary>QEMU's version; 0 when QEMU cannot be asked.</summary>
    [Procedure(RemoteProcedure.ConnectGetVersion)]
    public async ValueTask<ConnectGetVersionRet> GetVersionAsync(Session session, CancellationToken cancellation) =>
        new(VersionNumber.Of((await host.GetQemuAsync(cancellation))?.Version));

    [Procedure(RemoteProcedure.ConnectGetLibVersion)]
    public ConnectGetLibVersionRet GetLibraryVersion(Session session) => new(LibraryVersion);

    [Procedure(RemoteProcedure.ConnectGetHostname)]
    public ConnectGetHostnameRet GetHostName(Session session) => new(host.Read().HostName);
}
