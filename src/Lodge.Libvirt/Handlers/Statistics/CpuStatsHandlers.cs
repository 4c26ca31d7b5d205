using Lodge.Engine.Ports;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Model.Primitives;
using Lodge.Model.Vms.Usage;

namespace Lodge.Libvirt.Handlers.Statistics;

/// <summary>Processor time of running domains and of their processors.</summary>
/// <param name="reader">Reads it.</param>
/// <param name="host">The host.</param>
internal sealed class CpuStatsHandlers(UsageReader reader, IHostInfo host)
{
    private const uint TextOkay = 4;
    private const int Whole = -1;

    // What the protocol allows for all maps together, bytes.
    private const long LongestMaps = 8_388_608;

    /// <summary>The time of the whole domain. How it spreads over the host's processors the kernel does not count any more.</summary>
    [Procedure(RemoteProcedure.DomainGetCpuStats)]
    public async ValueTask<DomainGetCpuStatsRet> ReadAsync(Session session, DomainGetCpuStatsArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, TextOkay, "virDomainGetCPUStats");
        var (_, usage) = await reader.ReadAsync(args.Dom, UsageParts.Process, cancellation);
        if (args.StartCpu != Whole)
        {
            // First clients ask how many processors there are, then how many figures for each.
            return new([], args.Ncpus == 0 ? host.Read().CpuCount : 0);
        }

        var process = usage.Process ?? throw DomainDirectory.Invalid("domain is not running");
        var all = new TypedParams()
            .ULong("cpu_time", (ulong)process.CpuNanoseconds)
            .ULong("user_time", (ulong)process.UserNanoseconds)
            .ULong("system_time", (ulong)process.SystemNanoseconds)
            .ToArray();
        return args.Nparams == 0 ? new([], all.Length) : new([.. all.Take((int)args.Nparams)], Math.Min(all.Length, (int)args.Nparams));
    }

    /// <summary>Each processor: its time, where it ran last, and where it may run.</summary>
    [Procedure(RemoteProcedure.DomainGetVcpus)]
    public async ValueTask<DomainGetVcpusRet> GetVcpusAsync(Session session, DomainGetVcpusArgs args, CancellationToken cancellation)
    {
        if (args.Maxinfo < 0 || args.Maplen < 0 || (long)args.Maxinfo * args.Maplen > LongestMaps)
        {
            throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Rpc, $"{args.Maxinfo} processors with maps of {args.Maplen} bytes are too many");
        }

        var (_, usage) = await reader.ReadAsync(args.Dom, UsageParts.Vcpus, cancellation);
        var vcpus = usage.Vcpus.Take(args.Maxinfo).ToList();
        return new(
            [.. vcpus.Select(vcpu => new VcpuInfo((uint)vcpu.Number, StatsRecord.VcpuRunning, (ulong)vcpu.CpuNanoseconds, vcpu.HostCpu))],
            [.. vcpus.SelectMany(vcpu => Map(vcpu.MayUse, args.Maplen))]);
    }

    private static byte[] Map(CpuSet cpus, int length)
    {
        var map = new byte[length];
        foreach (var cpu in cpus.Numbers.Where(cpu => cpu / 8 < length))
        {
            map[cpu / 8] |= (byte)(1 << (cpu % 8));
        }

        return map;
    }
}
