using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.LibvirtXml.Tests.Support;

/// <summary>Takes from a random definition what cannot stand together: the model's validation would refuse it.</summary>
internal static class ConsistentModel
{
    public static VmDefinition Of(VmDefinition vm) => ConsistentDevices.Of(vm with
    {
        Boot = (vm.Boot.Firmware == FirmwareType.Uefi ? vm.Boot : vm.Boot with { SecureBoot = null, EnrolledKeys = null }) with { Kinds = Kinds(vm) },
        Cpu = Cpu(vm.Cpu),
        Numa = vm.Numa is { Cells: { } cells } numa
            ? numa with { Cells = [.. cells.Select((cell, index) => cell with { Id = index, Policy = cell.HostNodes is null ? null : cell.Policy })] } : vm.Numa,
        Features = vm.Features is { Apic: false } features ? features with { Kvm = null } : vm.Features,
        Clock = vm.Clock is null or { Offset: ClockOffset.Variable } ? vm.Clock : vm.Clock with { Adjustment = null },
        Tuning = vm.Tuning is { } tuning ? tuning with
        {
            IoThreads = tuning.IoThreads is { } threads ? [.. threads.Select((thread, index) => thread with { Id = 2 + (3 * index) })] : null,
            PerfEvents = tuning.PerfEvents?.Distinct().ToList(),
        } : null,
        Memory = Memory(vm),
    });

    // Kinds of which there is a device each become the order of these.
    private static IReadOnlyList<BootKind>? Kinds(VmDefinition vm) =>
        vm.Boot.Kinds?.Distinct().ToList() is { Count: > 0 } kinds && kinds.Any(kind => BootKinds.First(vm, kind) is null) && kinds is not [BootKind.Disk]
            && !vm.EachDevice().Any(device => device.Device is BootableDevice { BootOrder: not null }) ? kinds : null;

    private static CpuDefinition Cpu(CpuDefinition cpu) => cpu.Mode switch
    {
        CpuMode.HostPassthrough => cpu with { Model = null, Vendor = null, AllowFallback = null, Match = null },
        CpuMode.Maximum => cpu with { Model = null, Vendor = null, AllowFallback = null, Match = null, Migratable = null },
        CpuMode.HostModel => cpu with { Model = cpu.Model ?? "EPYC", AllowFallback = null, Match = null, Migratable = null },
        _ => cpu with { Model = cpu.Model ?? "EPYC", Migratable = null },
    };

    private static MemoryDefinition Memory(VmDefinition vm)
    {
        var memory = vm.Memory;
        var size = vm.Numa?.Cells is { Count: > 0 } cells ? new ByteSize(cells.Sum(cell => cell.Memory.Bytes)) : memory.Size;
        return memory with
        {
            Size = size,
            Current = memory.Current is null ? null : new ByteSize(size.Bytes / 2),
            Slots = memory.Maximum is null ? null : memory.Slots,
            Devices = memory.Devices?.Select(device => device.Model == MemoryDeviceModel.VirtioMem ? device : device with { Block = null, Requested = null }).ToList(),
        };
    }
}
