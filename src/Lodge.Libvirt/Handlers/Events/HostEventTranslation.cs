using System.Globalization;
using Lodge.Libvirt.Handlers.Domains.Tuning;
using Lodge.Libvirt.Handlers.Events.Notices;
using Lodge.Libvirt.Protocol;
using Lodge.Model.Events;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Tuning;

namespace Lodge.Libvirt.Handlers.Events;

/// <summary>Events about what the host does for a VM, and about those who watch it, in libvirt's words. Pure.</summary>
internal static class HostEventTranslation
{
    private const string Cpu = "cputune.";
    private const string Disk = "blkdeviotune.";

    /// <summary>Who watches.</summary>
    public static GraphicsNotice OfViewer(DisplayViewer viewer) => new(
        (int)viewer.Phase,
        Address(viewer.Server),
        Address(viewer.Client),
        viewer.Authentication ?? "",
        [
            .. viewer.Certificate is { } certificate ? (DomainEventGraphicsIdentity[])[new("x509dname", certificate)] : [],
            .. viewer.User is { } user ? (DomainEventGraphicsIdentity[])[new("saslUsername", user)] : [],
        ]);

    /// <summary>What changed of a tuning that libvirt tells of; null when it is nothing.</summary>
    public static TunableNotice? OfTuning(TuningChange change)
    {
        var told = change.Disk is { } disk ? OfDisk(disk, change) : OfCpu(change.Before?.Cpu ?? new CpuTuning(), change.After?.Cpu ?? new CpuTuning());
        return told.Count > 0 ? new TunableNotice(told) : null;
    }

    /// <summary>Broken memory.</summary>
    public static MemoryFailureNotice OfMemory(MemoryFault fault) =>
        new(fault.InGuest ? 1 : 0, (int)fault.Action, (fault.ActionRequired ? 1u : 0) | (fault.Recursive ? 2u : 0));

    private static List<TypedParam> OfDisk(string disk, TuningChange change)
    {
        var changed = Changed(ThrottleParameters.Table, change.LimitsBefore ?? new DiskThrottle(), change.LimitsAfter ?? new DiskThrottle(), Disk);
        return changed.Count == 0 ? [] : [new TypedParam($"{Disk}disk", TypedParamValue.Text(disk)), .. changed];
    }

    private static List<TypedParam> OfCpu(CpuTuning before, CpuTuning after) =>
    [
        .. Changed(SchedulerParameters.Table, before, after, Cpu),
        .. Pins("vcpupin", before.VcpuPins, after.VcpuPins, pin => pin.Vcpu, pin => pin.CpuSet),
        .. after.EmulatorPin is { } pin && pin != before.EmulatorPin ? (TypedParam[])[new($"{Cpu}emulatorpin", TypedParamValue.Text(pin))] : [],
        .. Pins("iothreadpin", before.IoThreadPins, after.IoThreadPins, pin => pin.IoThread, pin => pin.CpuSet),
    ];

    private static List<TypedParam> Changed<T>(ParameterTable<T> table, T before, T after, string prefix)
    {
        var former = table.Read(before).ToList();
        return [.. table.Read(after).Except(former).Select(param => new TypedParam(prefix + param.Field, param.Value))];
    }

    private static IEnumerable<TypedParam> Pins<T>(
        string name, IReadOnlyList<T>? before, IReadOnlyList<T>? after, Func<T, int> number, Func<T, string> cpus) =>
        after.OrEmpty().Except(before.OrEmpty()).Select(pin => new TypedParam(
            string.Create(CultureInfo.InvariantCulture, $"{Cpu}{name}{number(pin)}"), TypedParamValue.Text(cpus(pin))));

    // virDomainEventGraphicsAddressType; what is none of these, libvirt calls IPv4.
    private static DomainEventGraphicsAddress Address(ViewerAddress end) =>
        new(end.Family switch { "ipv6" => 1, "unix" => 2, _ => 0 }, end.Host, end.Service);
}
