using System.Globalization;
using Lodge.Engine;
using Lodge.Engine.Vms.Panel;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Model.Vms.Keys;

namespace Lodge.Libvirt.Handlers.Panel;

/// <summary>The keyboard, and the NMI button.</summary>
/// <param name="engine">The engine.</param>
/// <param name="domains">All domains.</param>
internal sealed class ButtonHandlers(LodgeEngine engine, DomainDirectory domains)
{
    /// <summary>Presses keys together, and lets go of them after a while.</summary>
    [Procedure(RemoteProcedure.DomainSendKey)]
    public async ValueTask SendKeyAsync(Session session, DomainSendKeyArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virDomainSendKey");
        var set = SetOf(args.Codeset);
        var vm = domains.GetActive(args.Dom).Id.ToString();
        var chord = string.Join('-', args.Keycodes.Select(code => code.ToString(CultureInfo.InvariantCulture)));
        var hold = args.Holdtime == 0 ? VmPanel.UsualHold : TimeSpan.FromMilliseconds(args.Holdtime);
        await engine.Panel.SendKeysAsync(vm, [chord], set, hold, cancellation);
    }

    [Procedure(RemoteProcedure.DomainInjectNmi)]
    public async ValueTask InjectNmiAsync(Session session, DomainInjectNmiArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virDomainInjectNMI");
        await engine.Panel.InjectNmiAsync(domains.GetActive(args.Dom).Id.ToString(), cancellation);
    }

    // virKeycodeSet.
    private static KeyCodeSet SetOf(uint set) => set switch
    {
        0 => KeyCodeSet.Linux,
        1 => KeyCodeSet.Xt,
        2 => KeyCodeSet.AtSet1,
        3 => KeyCodeSet.AtSet2,
        4 => KeyCodeSet.AtSet3,
        5 => KeyCodeSet.OsX,
        6 => KeyCodeSet.XtKeyboard,
        7 => KeyCodeSet.Usb,
        8 => KeyCodeSet.Win32,
        9 => KeyCodeSet.Qnum,
        _ => throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, $"there is no code set number {set} for keys"),
    };
}
