using Lodge.Linux.Launch;
using Lodge.Qemu.Companions;

namespace Lodge.Qemu.Planning.Devices;

/// <summary>
/// One device of a VM, decided and not yet made. The same record becomes options of QEMU's command line at start and
/// commands of its monitor when the device is plugged in.
/// </summary>
internal sealed record PlannedDevice
{
    /// <summary>The device's alias, QEMU's <c>id</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What must be there before it, in order; taken away in reverse.</summary>
    public IReadOnlyList<PlannedBackend> Backends { get; init; } = [];

    /// <summary>QEMU's driver; null when the device consists of its backends.</summary>
    public string? Driver { get; init; }

    /// <summary>The driver's properties but for <c>id</c>, place (<c>bus</c>, <c>addr</c> and the like) included.</summary>
    public OptionMap Properties { get; init; } = [];

    /// <summary>What QEMU must reach by path. It cannot be widened while QEMU runs.</summary>
    public IReadOnlyList<LandlockRule> Reachable { get; init; } = [];

    /// <summary>The processes beside QEMU that do its work; they are started before it.</summary>
    public IReadOnlyList<CompanionPlan> Companions { get; init; } = [];

    /// <summary>The command that plugs it in; null without a driver.</summary>
    public PlannedCommand? Add => Driver is null ? null : new("device_add", [("driver", Driver), ("id", Id), .. Properties]);

    /// <summary>The descriptors to send before anything is added, each once.</summary>
    public IReadOnlyList<(DeviceDescriptor Descriptor, DescriptorForm Form)> Descriptors =>
        [.. Backends.SelectMany(backend => backend.Add.Arguments.Descriptors).Concat(Properties.Descriptors).DistinctBy(use => use.Descriptor.Label)];

    /// <summary>The value of <c>-device</c>; null without a driver.</summary>
    public string? ToArgument(DescriptorNames names) =>
        Driver is null ? null : Properties.Behind(("id", Id)).ToArgument("driver", Driver, names);
}
