using Lodge.Engine.Ports;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.LibvirtXml.Host;

namespace Lodge.Libvirt.Handlers.Hosts;

/// <summary>What the host is: size, processors, protection of its guests.</summary>
/// <param name="host">The host.</param>
/// <param name="meters">What it does.</param>
internal sealed class NodeHandlers(IHostInfo host, IHostMeters meters)
{
    private const string DefaultBoard = "q35";

    // The protocol's room for the name of the architecture.
    private const int ModelLength = 32;

    [Procedure(RemoteProcedure.NodeGetInfo)]
    public NodeGetInfoRet GetInfo(Session session)
    {
        var report = host.Read();
        var shape = NodeShape.Of(report);
        return new NodeGetInfoRet(
            FixedText.Exactly("x86_64", ModelLength),
            (ulong)report.MemoryBytes >> 10,
            report.CpuCount,
            meters.Megahertz,
            shape.Nodes,
            shape.Sockets,
            shape.Cores,
            shape.Threads);
    }

    /// <summary>Which processors are online, as bits; the result is how many there are.</summary>
    [Procedure(RemoteProcedure.NodeGetCpuMap)]
    public NodeGetCpuMapRet GetCpuMap(Session session, NodeGetCpuMapArgs args)
    {
        CallFlags.Check(args.Flags, 0, "virNodeGetCPUMap");
        var count = meters.PresentCpus.Numbers.Append(0).Max() + 1;
        var online = host.Read().Topology?.Online.Numbers ?? [.. Enumerable.Range(0, count)];
        var map = new byte[args.NeedMap != 0 ? (count + 7) / 8 : 0];
        foreach (var cpu in online.Where(cpu => cpu / 8 < map.Length))
        {
            map[cpu / 8] |= (byte)(1 << (cpu % 8));
        }

        return new NodeGetCpuMapRet(map, args.NeedOnline != 0 ? (uint)online.Count : 0, count);
    }

    /// <summary>The security model that guards guests from each other.</summary>
    [Procedure(RemoteProcedure.NodeGetSecurityModel)]
    public NodeGetSecurityModelRet GetSecurityModel(Session session) =>
        new(FixedText.Of(CapabilitiesXml.SecurityModels(host.Read())[0]), FixedText.Of("0"));

    /// <summary>Most processors of a guest: what QEMU's usual board takes.</summary>
    [Procedure(RemoteProcedure.ConnectGetMaxVcpus)]
    public ConnectGetMaxVcpusRet GetMaxVcpus(Session session, ConnectGetMaxVcpusArgs args)
    {
        if (args.Type is not (null or "kvm" or "qemu"))
        {
            throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, $"unknown type '{args.Type}'");
        }

        var board = host.Qemu?.Machines.FirstOrDefault(machine => machine.Alias == DefaultBoard);
        return new ConnectGetMaxVcpusRet(board?.MaxCpus ?? 1);
    }

    [Procedure(RemoteProcedure.ConnectGetSysinfo)]
    public ConnectGetSysinfoRet GetSysinfo(Session session, ConnectGetSysinfoArgs args)
    {
        CallFlags.Check(args.Flags, 0, "virConnectGetSysinfo");
        return new ConnectGetSysinfoRet(SysinfoXml.Write(meters.ReadSmbios()));
    }

    /// <summary>Lodge does not send hosts to sleep.</summary>
    [Procedure(RemoteProcedure.NodeSuspendForDuration)]
    public void Suspend(Session session, NodeSuspendForDurationArgs args) => throw new LibvirtException(
        ErrorNumber.OperationUnsupported, ErrorOrigin.Qemu, "Lodge does not send its host to sleep, since guests cannot be asked whether they mind");

    [Procedure(RemoteProcedure.NodeGetSevInfo)]
    public NodeGetSevInfoRet GetSevInfo(Session session, NodeGetSevInfoArgs args) => throw new LibvirtException(
        ErrorNumber.ConfigUnsupported, ErrorOrigin.Qemu, "this host has no AMD SEV that Lodge could tell of");
}
