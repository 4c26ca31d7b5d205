using Lodge.Engine;
using Lodge.Engine.Vms.Changes;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Changes;

namespace Lodge.Libvirt.Handlers.Domains;

/// <summary>What becomes of a domain when its guest powers off, reboots or crashes.</summary>
/// <param name="engine">The engine.</param>
/// <param name="domains">All domains.</param>
internal sealed class DomainPolicyHandlers(LodgeEngine engine, DomainDirectory domains)
{
    // virDomainModificationImpact.
    private const uint Live = 1;
    private const uint Config = 2;

    // virDomainLifecycle.
    private const uint PowerOff = 0;
    private const uint Reboot = 1;
    private const uint Crash = 2;

    [Procedure(RemoteProcedure.DomainSetLifecycleAction)]
    public async ValueTask SetAsync(Session session, DomainSetLifecycleActionArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, Live | Config, "virDomainSetLifecycleAction");
        var action = ActionOf(args.Action);
        var vm = (args.Flags & Live) != 0 ? domains.GetActive(args.Dom) : domains.Get(args.Dom);
        var scope = (args.Flags & (Live | Config)) switch
        {
            Live => ChangeScope.Live,
            Config => ChangeScope.Next,
            0 when vm.Status.IsLive => ChangeScope.Live,
            0 => ChangeScope.Next,
            _ => ChangeScope.Both,
        };
        var definition = scope == ChangeScope.Live ? vm.CurrentDefinition : vm.Definition;
        var request = new ChangeRequest { Scope = scope };
        await engine.Changes.ReplaceAsync(vm.Id.ToString(), With(definition, args.Type, action) with { Name = vm.Name }, request, cancellation);
    }

    private static VmDefinition With(VmDefinition definition, uint lifecycle, LifecycleAction action) => lifecycle switch
    {
        PowerOff => definition with { OnPowerOff = action },
        Reboot => definition with { OnReboot = action },
        Crash => definition with { OnCrash = action },
        _ => throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, $"there is no lifecycle event with number {lifecycle}"),
    };

    // virDomainLifecycleAction.
    private static LifecycleAction ActionOf(uint action) => action switch
    {
        0 => LifecycleAction.Destroy,
        1 => LifecycleAction.Restart,
        3 => LifecycleAction.Preserve,
        2 or 4 or 5 => throw new LibvirtException(
            ErrorNumber.ArgumentUnsupported, ErrorOrigin.Qemu, "a domain can be destroyed, restarted or preserved; restarts under a new name and dumps are not done"),
        _ => throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, $"there is no lifecycle action with number {action}"),
    };
}
