using Lodge.Engine;
using Lodge.Engine.Vms.Changes;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.LibvirtXml.Devices;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Changes;
using Lodge.Model.Vms.Devices;

namespace Lodge.Libvirt.Handlers.Domains.Changes;

/// <summary>Attaching devices, changing and detaching them.</summary>
/// <param name="engine">The engine.</param>
/// <param name="editor">Small changes.</param>
internal sealed class DomainDeviceHandlers(LodgeEngine engine, DomainEditor editor)
{
    private const uint Force = 4;

    // libvirt waits as long. A guest may release a device later, which an event then tells.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    // By alias the call only asks. A guest that is quick has obeyed by then.
    private static readonly TimeSpan s_asking = TimeSpan.FromSeconds(1);

    [Procedure(RemoteProcedure.DomainAttachDevice)]
    public async ValueTask AttachAsync(Session session, DomainAttachDeviceArgs args, CancellationToken cancellation) =>
        await AttachAsync(args.Dom, args.Xml, ChangeSides.Live, cancellation);

    [Procedure(RemoteProcedure.DomainAttachDeviceFlags)]
    public async ValueTask AttachAsync(Session session, DomainAttachDeviceFlagsArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, ChangeSides.All, "virDomainAttachDeviceFlags");
        await AttachAsync(args.Dom, args.Xml, args.Flags, cancellation);
    }

    [Procedure(RemoteProcedure.DomainDetachDevice)]
    public async ValueTask DetachAsync(Session session, DomainDetachDeviceArgs args, CancellationToken cancellation) =>
        await DetachAsync(args.Dom, args.Xml, ChangeSides.Live, cancellation);

    [Procedure(RemoteProcedure.DomainDetachDeviceFlags)]
    public async ValueTask DetachAsync(Session session, DomainDetachDeviceFlagsArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, ChangeSides.All, "virDomainDetachDeviceFlags");
        await DetachAsync(args.Dom, args.Xml, args.Flags, cancellation);
    }

    [Procedure(RemoteProcedure.DomainDetachDeviceAlias)]
    public async ValueTask DetachAsync(Session session, DomainDetachDeviceAliasArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, ChangeSides.All, "virDomainDetachDeviceAlias");
        var vm = editor.Domains.Get(args.Dom);
        var scope = ChangeSides.Scope(vm, args.Flags);
        foreach (var side in Sides(vm, scope))
        {
            if (side.FindDevice(args.Alias) is null)
            {
                throw new LibvirtException(ErrorNumber.DeviceMissing, ErrorOrigin.Domain, $"no device found with alias {args.Alias}");
            }
        }

        await DetachAsync(vm, args.Alias, scope, s_asking, cancellation);
    }

    [Procedure(RemoteProcedure.DomainUpdateDeviceFlags)]
    public async ValueTask UpdateAsync(Session session, DomainUpdateDeviceFlagsArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, ChangeSides.All | Force, "virDomainUpdateDeviceFlags");
        var vm = editor.Domains.Get(args.Dom);
        var scope = ChangeSides.Scope(vm, args.Flags);
        var wanted = DeviceXml.Read(args.Xml);
        if (wanted.Graphics is { } display)
        {
            await editor.EditAsync(args.Dom, args.Flags, side => DisplayChange.Apply(side, display), cancellation);
            return;
        }

        var alias = AliasOf(vm, scope, wanted.Device!);
        var device = DeviceXml.Keep(wanted.Device!, Sides(vm, scope)[0].FindDevice(alias)) with { Alias = alias };
        await engine.Changes.UpdateAsync(
            vm.Id.ToString(), device, Request(scope, s_patience) with { Force = (args.Flags & Force) != 0 }, cancellation);
    }

    private async ValueTask AttachAsync(Domain handle, string xml, uint flags, CancellationToken cancellation)
    {
        var vm = editor.Domains.Get(handle);
        var scope = ChangeSides.Scope(vm, flags);
        var device = DeviceXml.ReadNew(xml).Device ?? throw NotPluggable("attach", scope);
        if (device is DiskDefinition { Name: { } target } && Sides(vm, scope).Any(side => side.Disks.Any(disk => disk.Name == target)))
        {
            throw DomainDirectory.Invalid($"target {target} already exists");
        }

        await engine.Changes.AttachAsync(vm.Id.ToString(), device, Request(scope, s_patience), cancellation);
    }

    private async ValueTask DetachAsync(Domain handle, string xml, uint flags, CancellationToken cancellation)
    {
        var vm = editor.Domains.Get(handle);
        var scope = ChangeSides.Scope(vm, flags);
        var wanted = DeviceXml.Read(xml).Device ?? throw NotPluggable("detach", scope);
        await DetachAsync(vm, AliasOf(vm, scope, wanted), scope, s_patience, cancellation);
    }

    // A guest that takes its time is no failure: the device goes when the guest lets go of it.
    private async ValueTask DetachAsync(Vm vm, string alias, ChangeScope scope, TimeSpan patience, CancellationToken cancellation)
    {
        try
        {
            await engine.Changes.DetachAsync(vm.Id.ToString(), alias, Request(scope, patience), cancellation);
        }
        catch (LodgeException late) when (late.Error.Code == ErrorCode.Timeout && scope != ChangeScope.Next)
        {
            if (scope == ChangeScope.Both)
            {
                await engine.Changes.DetachAsync(vm.Id.ToString(), alias, Request(ChangeScope.Next, patience), cancellation);
            }
        }
    }

    // The device must be on each side that is meant.
    private static string AliasOf(Vm vm, ChangeScope scope, DeviceDefinition wanted)
    {
        var aliases = Sides(vm, scope).Select(side => DeviceFinder.AliasOf(side, wanted)).ToList();
        return aliases[0];
    }

    private static List<VmDefinition> Sides(Vm vm, ChangeScope scope) =>
    [
        .. scope == ChangeScope.Next ? [] : (VmDefinition[])[vm.CurrentDefinition],
        .. scope == ChangeScope.Live ? [] : (VmDefinition[])[vm.Definition],
    ];

    private static ChangeRequest Request(ChangeScope scope, TimeSpan patience) => new() { Scope = scope, Patience = patience };

    private static LibvirtException NotPluggable(string what, ChangeScope scope) => new(
        ErrorNumber.OperationUnsupported,
        ErrorOrigin.Qemu,
        $"{(scope == ChangeScope.Next ? "persistent" : "live")} {what} of device 'graphics' is not supported");
}
