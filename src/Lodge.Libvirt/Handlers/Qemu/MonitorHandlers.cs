using Lodge.Engine;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;

namespace Lodge.Libvirt.Handlers.Qemu;

/// <summary>Commands past Lodge to the QEMU behind a domain. The domain counts as tainted from then on.</summary>
/// <param name="engine">The engine.</param>
/// <param name="domains">All domains.</param>
internal sealed class MonitorHandlers(LodgeEngine engine, DomainDirectory domains)
{
    private const uint ForPeople = 1;

    [Procedure(QemuProcedure.QemuDomainMonitorCommand)]
    public async ValueTask<QemuDomainMonitorCommandRet> ExecuteAsync(
        Session session, QemuDomainMonitorCommandArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, ForPeople, "virDomainQemuMonitorCommand");
        var vm = domains.GetActive(args.Dom).Id.ToString();
        if ((args.Flags & ForPeople) != 0)
        {
            return new(await engine.Monitor.TypeAsync(vm, args.Cmd, cancellation));
        }

        var command = CommandText.Read(args.Cmd);
        return new(await engine.Monitor.ExecuteAsync(vm, command.Name, command.Arguments, null, cancellation));
    }

    /// <summary>The same with an open file for QEMU. None comes back.</summary>
    [Procedure(QemuProcedure.QemuDomainMonitorCommandWithFiles)]
    public async ValueTask<QemuDomainMonitorCommandWithFilesRet> ExecuteAsync(
        Call call, QemuDomainMonitorCommandWithFilesArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virDomainQemuMonitorCommandWithFiles");
        var vm = domains.GetActive(args.Dom).Id.ToString();
        if (call.Descriptors.Count > 1)
        {
            throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, "QEMU takes one file with a command, not more");
        }

        var command = CommandText.Read(args.Cmd);
        var file = call.Descriptors.Count == 1 ? call.Descriptors[0] : null;
        return new(await engine.Monitor.ExecuteAsync(vm, command.Name, command.Arguments, file, cancellation));
    }

    /// <summary>Lodge starts its QEMUs in a way of its own, so it takes over no others.</summary>
    [Procedure(QemuProcedure.QemuDomainAttach)]
    public QemuDomainAttachRet Attach(Session session, QemuDomainAttachArgs args) => throw new LibvirtException(
        ErrorNumber.NoSupport, ErrorOrigin.Qemu, "virDomainQemuAttach: Lodge takes over no QEMU that it has not started");
}
