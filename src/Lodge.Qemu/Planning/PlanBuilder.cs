using System.Globalization;
using Lodge.Linux.Launch;
using Lodge.Linux.Security;
using Lodge.Qemu.Companions;
using Lodge.Qemu.Planning.Additions;
using Lodge.Qemu.Planning.Devices;

namespace Lodge.Qemu.Planning;

/// <summary>Collects what the concerns contribute; hands out descriptor numbers in the order of asking.</summary>
internal sealed class PlanBuilder(QemuAdditions additions)
{
    private const int FirstDescriptor = 3;
    private readonly List<QemuArgument> _arguments = [];
    private readonly List<PlannedDescriptor> _descriptors = [];
    private readonly List<LandlockRule> _reachable = [];
    private readonly List<CompanionPlan> _companions = [];
    private readonly List<PlannedDevice> _devices = [];
    private readonly List<PlannedBackend> _shared = [];
    private readonly Dictionary<string, int> _named = [];

    public IReadOnlyList<QemuArgument> Arguments => _arguments;

    public IReadOnlyList<PlannedDescriptor> Descriptors => _descriptors;

    public IReadOnlyList<LandlockRule> Reachable => _reachable;

    public IReadOnlyList<CompanionPlan> Companions => _companions;

    /// <summary>Whether QEMU keeps all of its memory from being swapped out.</summary>
    public bool LocksMemory { get; private set; }

    /// <summary>Lets QEMU keep its memory from being swapped out.</summary>
    public void LockMemory() => LocksMemory = true;

    /// <summary>The devices that can be made on their own.</summary>
    public IReadOnlyList<PlannedDevice> Devices => _devices;

    /// <summary>What stands behind several devices.</summary>
    public IReadOnlyList<PlannedBackend> Shared => _shared;

    /// <summary>Adds an option.</summary>
    public void Add(string name, string? value = null) => _arguments.Add(new QemuArgument(name, value));

    /// <summary>Adds a device.</summary>
    public void AddDevice(string driver, params ReadOnlySpan<(string Key, string? Value)> options) =>
        Add("-device", OptionText.Of(driver, options));

    /// <summary>Adds a device with all that it needs.</summary>
    public void Add(PlannedDevice planned)
    {
        var device = additions.Apply(planned);
        foreach (var rule in device.Reachable)
        {
            Allow(rule.Path, rule.Access, rule.Optional);
        }

        _devices.Add(device);
        _companions.AddRange(device.Companions);
        foreach (var backend in device.Backends)
        {
            Add(backend.Option, backend.ToArgument(NameOf));
        }

        if (device.ToArgument(NameOf) is { } argument)
        {
            Add("-device", argument);
        }
    }

    /// <summary>Adds something that several devices need, or that is no device's.</summary>
    public void Add(PlannedBackend backend)
    {
        _shared.Add(backend);
        Add(backend.Option, backend.ToArgument(NameOf));
    }

    /// <summary>Plans a descriptor and answers its number within QEMU.</summary>
    public int Pass(string label, DescriptorSource source)
    {
        var number = FirstDescriptor + _descriptors.Count;
        _descriptors.Add(new PlannedDescriptor(number, label, source));
        return number;
    }

    /// <summary>
    /// Plans a file that QEMU opens by the name <c>/dev/fdset/N</c>, and answers that name. QEMU finds the descriptor
    /// whose access mode fits (<c>-add-fd</c>), so the file must be opened here as it will be there.
    /// </summary>
    public string PassAsSet(string label, DescriptorSource file)
    {
        var number = Text(Pass(label, file));
        Add("-add-fd", OptionText.Of("", ("fd", number), ("set", number), ("opaque", label)));
        return $"/dev/fdset/{number}";
    }

    /// <summary>Plans a companion.</summary>
    public void Add(CompanionPlan companion) => _companions.Add(companion);

    /// <summary>Lets QEMU reach a path besides its descriptors.</summary>
    public void Allow(string path, LandlockAccess access, bool optional = false)
    {
        var rule = new LandlockRule(path, access, optional);
        if (!_reachable.Contains(rule))
        {
            _reachable.Add(rule);
        }
    }

    // The number of a descriptor is also that of its set.
    private string NameOf(DeviceDescriptor descriptor, DescriptorForm form)
    {
        if (!_named.TryGetValue(descriptor.Label, out var number))
        {
            number = Pass(descriptor.Label, descriptor.Source);
            _named.Add(descriptor.Label, number);
            if (form == DescriptorForm.Set)
            {
                Add("-add-fd", OptionText.Of("", ("fd", Text(number)), ("set", Text(number)), ("opaque", descriptor.Label)));
            }
        }

        return form switch
        {
            DescriptorForm.Set => $"/dev/fdset/{Text(number)}",
            DescriptorForm.Path => $"/proc/self/fd/{Text(number)}",
            _ => Text(number),
        };
    }

    /// <summary>A number as QEMU reads it.</summary>
    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
