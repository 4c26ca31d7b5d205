using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Usage;

namespace Lodge.Engine.Vms;

/// <summary>What running VMs have used.</summary>
/// <remarks>It changes nothing, so it waits for no operation on a VM, and a VM that does not answer delays no other.</remarks>
public sealed class VmStatistics
{
    private static readonly TimeSpan s_perfPatience = TimeSpan.FromSeconds(2);

    private readonly VmInventory _inventory;
    private readonly LiveVms _live;
    private readonly IHypervisor _hypervisor;

    internal VmStatistics(VmInventory inventory, LiveVms live, IHypervisor hypervisor) => (_inventory, _live, _hypervisor) = (inventory, live, hypervisor);

    /// <summary>What the kernel has counted of a VM's threads by its tuning's wish, in the order of the events; its QEMU is not asked.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LodgeException">There is no such VM, or it does not run.</exception>
    public async Task<IReadOnlyList<PerfCount>> ReadPerfAsync(string vm, CancellationToken cancellationToken) =>
        (await _live.Get(_inventory.Get(vm), "be counted").Process.Meters.ReadAsync(UsageParts.PerfEvents, s_perfPatience, cancellationToken)).PerfEvents;

    /// <summary>What the host counts for a VM's process; null for a VM that does not run.</summary>
    public ProcessUsage? ReadProcess(Guid vmId) => _live.Find(vmId)?.Process.Meters.ReadProcess();

    /// <summary>Reads one VM; null when it does not run.</summary>
    /// <param name="vmId">The VM.</param>
    /// <param name="parts">What is wanted.</param>
    /// <param name="patience">How long its QEMU has to answer; what it does not tell in time is missing.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<VmUsage?> ReadAsync(Guid vmId, UsageParts parts, TimeSpan patience, CancellationToken cancellationToken) =>
        _live.Find(vmId) is { } live ? await live.Process.Meters.ReadAsync(parts, patience, cancellationToken) : null;

    /// <summary>Reads many VMs, all at once; the answer has their order.</summary>
    /// <param name="vms">The VMs.</param>
    /// <param name="parts">What is wanted.</param>
    /// <param name="patience">How long each QEMU has to answer, and the whole takes little longer.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IReadOnlyList<VmUsage?>> ReadAllAsync(
        IReadOnlyList<Vm> vms, UsageParts parts, TimeSpan patience, CancellationToken cancellationToken) =>
        await Task.WhenAll(vms.Select(vm => ReadAsync(vm.Id, parts, patience, cancellationToken)));

    /// <summary>Measures an image of a VM that does not run.</summary>
    /// <param name="path">Absolute path of the image.</param>
    /// <param name="format">Its format.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="LodgeException">It is missing, cannot be read, or is not of its format.</exception>
    public Task<ImageSize> MeasureAsync(string path, DiskFormat format, CancellationToken cancellationToken) =>
        _hypervisor.MeasureAsync(path, format, cancellationToken);
}
