using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains.Changes;
using Lodge.Libvirt.Handlers.Domains.Tuning;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Tuning;

namespace Lodge.Libvirt.Handlers.Domains.Compute;

/// <summary>On which processors of the host the guest's processors and QEMU's own threads run.</summary>
/// <param name="editor">Small changes.</param>
/// <param name="maps">Sets of processors.</param>
internal sealed class DomainPinHandlers(DomainEditor editor, CpuMaps maps)
{
    [Procedure(RemoteProcedure.DomainPinVcpu)]
    public async ValueTask PinAsync(Session session, DomainPinVcpuArgs args, CancellationToken cancellation) =>
        await PinAsync(args.Dom, args.Vcpu, args.Cpumap, ChangeSides.Live, cancellation);

    [Procedure(RemoteProcedure.DomainPinVcpuFlags)]
    public async ValueTask PinAsync(Session session, DomainPinVcpuFlagsArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, ChangeSides.All, "virDomainPinVcpuFlags");
        await PinAsync(args.Dom, args.Vcpu, args.Cpumap, args.Flags, cancellation);
    }

    /// <summary>One map for each processor that the guest can have.</summary>
    [Procedure(RemoteProcedure.DomainGetVcpuPinInfo)]
    public DomainGetVcpuPinInfoRet GetPins(Session session, DomainGetVcpuPinInfoArgs args)
    {
        CallFlags.Check(args.Flags, ChangeSides.All, "virDomainGetVcpuPinInfo");
        CpuMaps.Check(args.Ncpumaps, args.Maplen);
        var definition = editor.Read(args.Dom, args.Flags);
        var count = Math.Min(args.Ncpumaps, definition.Cpu.Count);
        var tuning = definition.Tuning?.Cpu;
        return new DomainGetVcpuPinInfoRet(
            [.. Enumerable.Range(0, count).SelectMany(vcpu => maps.Write(PinOf(tuning, vcpu) ?? tuning?.CpuSet, args.Maplen))], count);
    }

    [Procedure(RemoteProcedure.DomainPinEmulator)]
    public async ValueTask PinAsync(Session session, DomainPinEmulatorArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, ChangeSides.All, "virDomainPinEmulator");
        var set = CpuMaps.Read(args.Cpumap);
        await editor.EditAsync(args.Dom, args.Flags, definition => TuningEdit.Cpu(definition, cpu => cpu with { EmulatorPin = set }), cancellation);
    }

    [Procedure(RemoteProcedure.DomainGetEmulatorPinInfo)]
    public DomainGetEmulatorPinInfoRet GetPin(Session session, DomainGetEmulatorPinInfoArgs args)
    {
        CallFlags.Check(args.Flags, ChangeSides.All, "virDomainGetEmulatorPinInfo");
        CpuMaps.Check(1, args.Maplen);
        var tuning = editor.Read(args.Dom, args.Flags).Tuning?.Cpu;
        return new DomainGetEmulatorPinInfoRet(maps.Write(tuning?.EmulatorPin ?? tuning?.CpuSet, args.Maplen), 1);
    }

    private async ValueTask PinAsync(Domain handle, uint vcpu, byte[] map, uint flags, CancellationToken cancellation)
    {
        var set = CpuMaps.Read(map);
        await editor.EditAsync(handle, flags, definition => vcpu < definition.Cpu.Count
            ? TuningEdit.Cpu(definition, cpu => cpu with
            {
                VcpuPins = [.. (cpu.VcpuPins ?? []).Where(pin => pin.Vcpu != vcpu).Append(new VcpuPin((int)vcpu, set)).OrderBy(pin => pin.Vcpu)],
            })
            : throw OutOfRange(vcpu, definition), cancellation);
    }

    private static string? PinOf(CpuTuning? tuning, int vcpu) => tuning?.VcpuPins?.FirstOrDefault(pin => pin.Vcpu == vcpu)?.CpuSet;

    private static LibvirtException OutOfRange(uint vcpu, VmDefinition definition) =>
        DomainEditor.Wrong($"vcpu {vcpu} is out of range of the cpu count {definition.Cpu.Count}");
}
