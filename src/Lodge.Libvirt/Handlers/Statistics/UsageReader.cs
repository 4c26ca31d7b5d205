using Lodge.Engine.Vms;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Usage;

namespace Lodge.Libvirt.Handlers.Statistics;

/// <summary>Reads what one running domain has used, for calls that cannot do without QEMU's answer.</summary>
/// <param name="statistics">The engine's.</param>
/// <param name="domains">All domains.</param>
internal sealed class UsageReader(VmStatistics statistics, DomainDirectory domains)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    /// <summary>The running VM of a handle with what it has used.</summary>
    /// <exception cref="LibvirtException">It does not run.</exception>
    public async Task<(Vm Vm, VmUsage Usage)> ReadAsync(Domain handle, UsageParts parts, CancellationToken cancellation)
    {
        var vm = domains.GetActive(handle);
        return (vm, await statistics.ReadAsync(vm.Id, parts, s_patience, cancellation) ?? throw DomainDirectory.Invalid("domain is not running"));
    }

    /// <summary>The same, complete.</summary>
    /// <exception cref="LibvirtException">It does not run, or its QEMU does not answer.</exception>
    public async Task<(Vm Vm, VmUsage Usage)> ReadWholeAsync(Domain handle, UsageParts parts, CancellationToken cancellation)
    {
        var read = await ReadAsync(handle, parts, cancellation);
        return read.Usage.Missing is { } why
            ? throw new LibvirtException(ErrorNumber.OperationTimeout, ErrorOrigin.Qemu, $"the statistics of domain '{read.Vm.Name}' cannot be read: {why}")
            : read;
    }
}
