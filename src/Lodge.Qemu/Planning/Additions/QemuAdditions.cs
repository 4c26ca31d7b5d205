using Lodge.Qemu.Planning.Devices;

namespace Lodge.Qemu.Planning.Additions;

/// <summary>
/// What the user gives QEMU besides, past all that Lodge knows: the elements <c>qemu:commandline</c> and
/// <c>qemu:override</c> of the VM's XML. Whoever uses them answers for what comes of it; the confinement stays.
/// </summary>
internal sealed record QemuAdditions
{
    /// <summary>Nothing.</summary>
    public static QemuAdditions None { get; } = new();

    /// <summary>Arguments that come last on the command line, as they are.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Variables of QEMU's environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Properties of devices that differ from what was planned; a null value takes one away.</summary>
    public IReadOnlyList<DeviceOverride> Overrides { get; init; } = [];

    /// <summary>Whether there is anything.</summary>
    public bool Any => Arguments.Count > 0 || Environment.Count > 0 || Overrides.Count > 0;

    /// <summary>The device with what is overridden of it.</summary>
    public PlannedDevice Apply(PlannedDevice device)
    {
        var properties = device.Properties;
        foreach (var (_, property, value) in Overrides.Where(entry => entry.Alias == device.Id))
        {
            properties = [.. properties.Where(option => option.Key != property), (property, value)];
        }

        return ReferenceEquals(properties, device.Properties) ? device : device with { Properties = properties };
    }
}

/// <summary>A property of a device that differs.</summary>
/// <param name="Alias">The device.</param>
/// <param name="Property">The property, as QEMU names it.</param>
/// <param name="Value">Its value; null when QEMU is not to be told of it.</param>
internal sealed record DeviceOverride(string Alias, string Property, OptionValue? Value);
