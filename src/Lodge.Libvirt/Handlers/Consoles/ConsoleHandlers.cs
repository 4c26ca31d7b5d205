using Lodge.Engine;
using Lodge.Engine.Consoles;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Model.Vms;

namespace Lodge.Libvirt.Handlers.Consoles;

/// <summary>
/// Consoles and channels as streams. Lodge's broker stands in between, so that a console has one writer at a time
/// whoever asks, by whichever door: what libvirt calls safe is always so.
/// </summary>
/// <param name="engine">The engine.</param>
/// <param name="domains">All domains.</param>
internal sealed class ConsoleHandlers(LodgeEngine engine, DomainDirectory domains)
{
    private const uint Force = 1;
    private const uint Safe = 2;

    /// <summary>Opens a serial port or console by its alias, or the first.</summary>
    [Procedure(RemoteProcedure.DomainOpenConsole)]
    public async ValueTask OpenConsoleAsync(Call call, DomainOpenConsoleArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, Force | Safe, "virDomainOpenConsole");
        var vm = domains.GetActive(args.Dom);
        var alias = DevicePorts.Console(vm.CurrentDefinition, args.DevName);
        await OpenAsync(call, vm, alias, (args.Flags & Force) != 0, "console", cancellation);
    }

    /// <summary>Opens a channel by the name that the guest finds it by, or its alias, or the first.</summary>
    [Procedure(RemoteProcedure.DomainOpenChannel)]
    public async ValueTask OpenChannelAsync(Call call, DomainOpenChannelArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, Force, "virDomainOpenChannel");
        var vm = domains.GetActive(args.Dom);
        var alias = DevicePorts.Channel(vm.CurrentDefinition, args.Name);
        await OpenAsync(call, vm, alias, (args.Flags & Force) != 0, "channel", cancellation);
    }

    private async ValueTask OpenAsync(Call call, Vm vm, string? alias, bool force, string kind, CancellationToken cancellation)
    {
        var mode = force ? ConsoleMode.Take : ConsoleMode.Write;
        var console = alias is null
            ? await engine.Consoles.OpenAsync(vm.Id.ToString(), mode, cancellation)
            : await engine.Consoles.OpenAsync(vm.Id.ToString(), alias, mode, cancellation);
        if (!console.IsWriter)
        {
            await console.DisposeAsync();
            throw new LibvirtException(ErrorNumber.OperationFailed, ErrorOrigin.Qemu, $"Active {kind} session exists for this domain");
        }

        call.Serve((stream, token) => new ConsoleRelay(console, stream).RunAsync(token));
    }
}
