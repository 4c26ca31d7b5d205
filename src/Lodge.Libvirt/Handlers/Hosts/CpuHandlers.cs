using Lodge.Engine.Cpus;
using Lodge.Engine.Ports;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.LibvirtXml.Cpu;
using Lodge.Model.Host;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;

namespace Lodge.Libvirt.Handlers.Hosts;

/// <summary>Comparing processors with the host's, and finding what several have in common.</summary>
/// <param name="cpus">Processors that guests can have.</param>
/// <param name="host">The host.</param>
internal sealed class CpuHandlers(CpuService cpus, IHostInfo host)
{
    private const uint FailIncompatible = 1;
    private const uint Validate = 2;
    private const uint ExpandFeatures = 1;
    private const uint Migratable = 2;

    [Procedure(RemoteProcedure.ConnectCompareCpu)]
    public async ValueTask<ConnectCompareCpuRet> CompareAsync(Session session, ConnectCompareCpuArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, FailIncompatible | Validate, "virConnectCompareCPU");
        return new(await CompareAsync(args.Xml, Accelerator.Auto, args.Flags, cancellation));
    }

    [Procedure(RemoteProcedure.ConnectCompareHypervisorCpu)]
    public async ValueTask<ConnectCompareHypervisorCpuRet> CompareAsync(
        Session session, ConnectCompareHypervisorCpuArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, FailIncompatible | Validate, "virConnectCompareHypervisorCPU");
        return new(await CompareAsync(args.XmlCpu, HostAccelerator.Of(args.Virttype, host), args.Flags, cancellation));
    }

    [Procedure(RemoteProcedure.ConnectBaselineCpu)]
    public async ValueTask<ConnectBaselineCpuRet> BaselineAsync(Session session, ConnectBaselineCpuArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, ExpandFeatures | Migratable, "virConnectBaselineCPU");
        return new(await BaselineAsync(args.XmlCpUs, Accelerator.Auto, args.Flags, cancellation));
    }

    [Procedure(RemoteProcedure.ConnectBaselineHypervisorCpu)]
    public async ValueTask<ConnectBaselineHypervisorCpuRet> BaselineAsync(
        Session session, ConnectBaselineHypervisorCpuArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, ExpandFeatures | Migratable, "virConnectBaselineHypervisorCPU");
        return new(await BaselineAsync(args.XmlCpUs, HostAccelerator.Of(args.Virttype, host), args.Flags, cancellation));
    }

    private async Task<int> CompareAsync(string xml, Accelerator accel, uint flags, CancellationToken cancellation)
    {
        var comparison = await cpus.CompareAsync(CpuXml.Read(xml), accel, cancellation);
        if (comparison.Outcome == CpuRelation.Incompatible && (flags & FailIncompatible) != 0)
        {
            throw new LibvirtException(
                ErrorNumber.CpuIncompatible, ErrorOrigin.Cpu, $"the host's CPU lacks: {string.Join(',', comparison.Missing)}");
        }

        return (int)Number(comparison.Outcome);
    }

    private async Task<string> BaselineAsync(IReadOnlyList<string> xmls, Accelerator accel, uint flags, CancellationToken cancellation)
    {
        if (xmls.Count == 0)
        {
            throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Cpu, "no CPUs given");
        }

        var common = await cpus.BaselineAsync([.. xmls.Select(CpuXml.Read)], accel, cancellation);
        var models = await cpus.GetModelsAsync(accel, cancellation);
        var expanded = (flags & ExpandFeatures) == 0 ? common : common with
        {
            Features = [.. CpuFeatureSets.Expand(common, models).Order(StringComparer.Ordinal).Select(name => new CpuFeature(name, CpuFeaturePolicy.Require))],
        };
        return CpuXml.Write(expanded, CpuFeatureSets.ModelOf(common.Model, models).Vendor);
    }

    private static CpuComparisonNumber Number(CpuRelation relation) => relation switch
    {
        CpuRelation.Identical => CpuComparisonNumber.Identical,
        CpuRelation.Superset => CpuComparisonNumber.Superset,
        _ => CpuComparisonNumber.Incompatible,
    };
}
