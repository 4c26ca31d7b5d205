using Lodge.Engine;
using Lodge.Engine.Ports;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.LibvirtXml.Host;
using Lodge.Model.Host;
using Lodge.Model.Vms;

namespace Lodge.Libvirt.Handlers.Hosts;

/// <summary>What the host can do, and what its guests can have.</summary>
/// <param name="engine">The engine.</param>
/// <param name="host">The host.</param>
internal sealed class CapabilityHandlers(LodgeEngine engine, IHostInfo host)
{
    private const string Architecture = "x86_64";

    /// <summary>The board of domains that name none.</summary>
    private const string DefaultBoard = "pc";

    /// <summary>Waits, at the daemon's start, until QEMU has been asked.</summary>
    [Procedure(RemoteProcedure.ConnectGetCapabilities)]
    public async ValueTask<ConnectGetCapabilitiesRet> GetAsync(Session session, CancellationToken cancellation)
    {
        var models = await HostCpu.ModelsOrNullAsync(engine.Cpus, Accelerator.Auto, cancellation);
        var cpu = models is null ? null : HostCpu.Of(models);
        return new(CapabilitiesXml.Write(host.Read(), cpu, engine.Meters.MachineId, engine.HugePages.Read().Pools));
    }

    [Procedure(RemoteProcedure.ConnectGetDomainCapabilities)]
    public async ValueTask<ConnectGetDomainCapabilitiesRet> GetAsync(
        Session session, ConnectGetDomainCapabilitiesArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virConnectGetDomainCapabilities");
        var accel = HostAccelerator.Of(args.Virttype, host);
        ThrowIfForeign(args.Arch);
        var models = await HostCpu.ModelsOrNullAsync(engine.Cpus, accel, cancellation);
        var qemu = Qemu(args.Emulatorbin);
        var machine = args.Machine ?? DefaultBoard;
        if (!qemu.Machines.Any(known => known.Name == machine || known.Alias == machine))
        {
            throw Wrong($"the machine '{machine}' is not supported by emulator '{qemu.Binary}'");
        }

        return new(DomainCapabilitiesXml.Write(qemu, models, machine, accel == Accelerator.Kvm));
    }

    /// <summary>Names of QEMU's processor models.</summary>
    [Procedure(RemoteProcedure.ConnectGetCpuModelNames)]
    public async ValueTask<ConnectGetCpuModelNamesRet> GetModelNamesAsync(
        Session session, ConnectGetCpuModelNamesArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virConnectGetCPUModelNames");
        ThrowIfForeign(args.Arch);
        var models = (await engine.Cpus.GetModelsAsync(Accelerator.Auto, cancellation)).Models;
        return new(args.NeedResults != 0 ? [.. models.Select(model => model.Name)] : [], models.Count);
    }

    private QemuFacts Qemu(string? emulator)
    {
        var report = host.Read();
        var qemu = report.Qemu ?? throw new LibvirtException(
            ErrorNumber.OperationFailed, ErrorOrigin.Qemu, report.QemuProblem ?? "QEMU has not been asked yet what it can do");
        return emulator is null || emulator == qemu.Binary ? qemu
            : throw Wrong($"unable to find any emulator to serve '{emulator}'; this host uses {qemu.Binary}");
    }

    private static void ThrowIfForeign(string? architecture)
    {
        if (architecture is not (null or Architecture))
        {
            throw Wrong($"no guests of architecture '{architecture}' run here, only of {Architecture}");
        }
    }

    private static LibvirtException Wrong(string detail) => new(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, detail);
}
