using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Handlers.Domains.Changes;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Libvirt.Handlers.Domains.Tuning;

/// <summary>Limits of single disks.</summary>
/// <param name="editor">Small changes.</param>
internal sealed class DomainBlockIoTuneHandlers(DomainEditor editor)
{
    [Procedure(RemoteProcedure.DomainGetBlockIoTune)]
    public DomainGetBlockIoTuneRet Get(Session session, DomainGetBlockIoTuneArgs args)
    {
        CallFlags.Check(args.Flags, ChangeSides.All | ParameterReply.StringsOkay, "virDomainGetBlockIoTune");
        var definition = editor.Read(args.Dom, args.Flags);

        // Who only counts the parameters need not name a disk.
        var throttle = args.Disk is null && args.Nparams == 0 ? null : Find(definition, args.Disk ?? "").Throttle;
        var (found, count) = ParameterReply.Of(ThrottleParameters.Table.Read(throttle ?? new DiskThrottle()), args.Nparams, args.Flags);
        return new DomainGetBlockIoTuneRet(found, count);
    }

    [Procedure(RemoteProcedure.DomainSetBlockIoTune)]
    public async ValueTask SetAsync(Session session, DomainSetBlockIoTuneArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, ChangeSides.All, "virDomainSetBlockIoTune");
        ThrottleParameters.Table.Check(args.Params);
        await editor.EditAsync(args.Dom, args.Flags, definition =>
        {
            var disk = Find(definition, args.Disk);
            return DeviceEditing.With(definition, disk with { Throttle = ThrottleParameters.Apply(disk.Throttle, args.Params) });
        }, cancellation);
    }

    // By the name in the guest, or by the file.
    private static DiskDefinition Find(VmDefinition definition, string name) =>
        definition.FindDisk(name)
        ?? throw DomainEditor.Wrong($"disk '{name}' was not found in the domain config");
}
