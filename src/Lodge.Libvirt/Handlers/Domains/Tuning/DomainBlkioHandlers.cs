using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Handlers.Domains.Changes;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Model.Vms.Tuning;

namespace Lodge.Libvirt.Handlers.Domains.Tuning;

/// <summary>Shares and limits of the host's disks.</summary>
/// <param name="editor">Small changes.</param>
internal sealed class DomainBlkioHandlers(DomainEditor editor)
{
    private const int UsualWeight = 100;

    private static readonly ParameterTable<BlockIoTuning> s_parameters = new(
        Parameter<BlockIoTuning>.UInt("weight", t => t.Weight ?? UsualWeight, (t, v) => t with { Weight = (int)Math.Min(v, int.MaxValue) }),
        OfDevices("device_weight", d => d.Weight, (d, v) => d with { Weight = (int?)v }),
        OfDevices("device_read_iops_sec", d => d.ReadIops, (d, v) => d with { ReadIops = v }),
        OfDevices("device_write_iops_sec", d => d.WriteIops, (d, v) => d with { WriteIops = v }),
        OfDevices("device_read_bytes_sec", d => d.ReadBytes, (d, v) => d with { ReadBytes = v }),
        OfDevices("device_write_bytes_sec", d => d.WriteBytes, (d, v) => d with { WriteBytes = v }));

    [Procedure(RemoteProcedure.DomainGetBlkioParameters)]
    public DomainGetBlkioParametersRet Get(Session session, DomainGetBlkioParametersArgs args)
    {
        CallFlags.Check(args.Flags, ChangeSides.All | ParameterReply.StringsOkay, "virDomainGetBlkioParameters");
        var tuning = editor.Read(args.Dom, args.Flags).Tuning?.BlockIo ?? new BlockIoTuning();
        var (found, count) = ParameterReply.Of(s_parameters.Read(tuning), args.Nparams, args.Flags);
        return new DomainGetBlkioParametersRet(found, count);
    }

    [Procedure(RemoteProcedure.DomainSetBlkioParameters)]
    public async ValueTask SetAsync(Session session, DomainSetBlkioParametersArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, ChangeSides.All, "virDomainSetBlkioParameters");
        s_parameters.Check(args.Params);
        await editor.EditAsync(
            args.Dom, args.Flags, definition => TuningEdit.BlockIo(definition, tuning => s_parameters.Apply(tuning, args.Params)), cancellation);
    }

    private static Parameter<BlockIoTuning> OfDevices(string name, Func<BlockIoDevice, long?> get, Func<BlockIoDevice, long?, BlockIoDevice> set) =>
        Parameter<BlockIoTuning>.Text(name, tuning => BlkioDevices.Write(tuning, get), (tuning, text) => BlkioDevices.Apply(tuning, name, text, set));
}
