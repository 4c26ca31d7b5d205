using Lodge.Model.Networks;
using Lodge.Model.Primitives;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Tuning;

namespace Lodge.Model.Vms.Changes;

/// <summary>One change of a running VM that its QEMU, or the host around it, can carry out.</summary>
/// <param name="What">The change in words, such as <c>plug in net1</c>.</param>
public abstract record LiveStep(string What)
{
    /// <summary>The step that takes this one back.</summary>
    public abstract LiveStep Inverse();

    /// <summary>What runs after the step.</summary>
    /// <param name="running">What runs before it.</param>
    public abstract VmDefinition ApplyTo(VmDefinition running);
}

/// <summary>Plugs a device in.</summary>
/// <param name="Device">The device, complete: with alias and address.</param>
public sealed record AttachStep(DeviceDefinition Device) : LiveStep($"plug in {Device.Alias}")
{
    /// <summary>The interface of a card on a network of the host, once it is there; null for all else.</summary>
    public NicPlug? Plug { get; init; }

    /// <inheritdoc/>
    public override LiveStep Inverse() => new DetachStep(Device);

    /// <inheritdoc/>
    public override VmDefinition ApplyTo(VmDefinition running) => DeviceEditing.With(running, Device);
}

/// <summary>Asks the guest to release a device, and takes it away.</summary>
/// <param name="Device">The device as it runs.</param>
public sealed record DetachStep(DeviceDefinition Device) : LiveStep($"unplug {Device.Alias}")
{
    /// <inheritdoc/>
    public override LiveStep Inverse() => new AttachStep(Device);

    /// <inheritdoc/>
    public override VmDefinition ApplyTo(VmDefinition running) => DeviceEditing.Without(running, Device.Alias!);
}

/// <summary>Changes the medium or the tray of a CD-ROM or floppy drive.</summary>
/// <param name="Before">The drive as it runs.</param>
/// <param name="After">The same with another source, format or tray.</param>
public sealed record MediumStep(DiskDefinition Before, DiskDefinition After) : LiveStep($"change the medium of {After.Name}")
{
    /// <inheritdoc/>
    public override LiveStep Inverse() => new MediumStep(After, Before);

    /// <inheritdoc/>
    public override VmDefinition ApplyTo(VmDefinition running) => DeviceEditing.With(running, After);
}

/// <summary>Changes the limits of a disk, or of the group that it belongs to.</summary>
/// <param name="Before">The disk as it runs.</param>
/// <param name="After">The same with other limits.</param>
public sealed record ThrottleStep(DiskDefinition Before, DiskDefinition After) : LiveStep($"change the limits of {After.Name}")
{
    /// <inheritdoc/>
    public override LiveStep Inverse() => new ThrottleStep(After, Before);

    /// <inheritdoc/>
    public override VmDefinition ApplyTo(VmDefinition running) => DeviceEditing.With(running, After);
}

/// <summary>Plugs the cable of a network card in, or pulls it.</summary>
/// <param name="Before">The card as it runs.</param>
/// <param name="After">The same with the other link state.</param>
public sealed record LinkStep(NicDefinition Before, NicDefinition After)
    : LiveStep($"set the link of {After.Alias} {(After.Link == LinkState.Down ? "down" : "up")}")
{
    /// <inheritdoc/>
    public override LiveStep Inverse() => new LinkStep(After, Before);

    /// <inheritdoc/>
    public override VmDefinition ApplyTo(VmDefinition running) => DeviceEditing.With(running, After);
}

/// <summary>
/// Changes what the host does for a network card: limits, VLANs, rules, or the network that it is plugged into. Its QEMU is
/// asked for nothing; the run record takes the interface as it is then.
/// </summary>
/// <param name="Before">The card as it runs.</param>
/// <param name="After">The same, served otherwise.</param>
public sealed record NicPlugStep(NicDefinition Before, NicDefinition After)
    : LiveStep(Before.Source == After.Source ? $"change what the host does for {After.Alias}" : $"plug {After.Alias} into another network")
{
    /// <summary>The card's interface, once it is changed; null before.</summary>
    public NicPlug? Plug { get; init; }

    /// <inheritdoc/>
    public override LiveStep Inverse() => new NicPlugStep(After, Before);

    /// <inheritdoc/>
    public override VmDefinition ApplyTo(VmDefinition running) => DeviceEditing.With(running, After);
}

/// <summary>Moves the balloon.</summary>
/// <param name="Before">The memory as it runs.</param>
/// <param name="After">The same of which the guest keeps another part.</param>
public sealed record BalloonStep(MemoryDefinition Before, MemoryDefinition After) : LiveStep($"leave the guest {After.Current ?? After.Size}")
{
    /// <summary>What the guest shall keep.</summary>
    public ByteSize Target => After.Current ?? After.Size;

    /// <inheritdoc/>
    public override LiveStep Inverse() => new BalloonStep(After, Before);

    /// <inheritdoc/>
    public override VmDefinition ApplyTo(VmDefinition running) => running with { Memory = running.Memory with { Current = After.Current } };
}

/// <summary>Changes how often the guest tells of its memory.</summary>
/// <param name="Before">The balloon as it runs.</param>
/// <param name="After">The same with another period.</param>
public sealed record BalloonStatisticsStep(BalloonDefinition Before, BalloonDefinition After) : LiveStep("change the period of memory statistics")
{
    /// <summary>The period when none is said, seconds.</summary>
    public const int UsualPeriod = 10;

    /// <inheritdoc/>
    public override LiveStep Inverse() => new BalloonStatisticsStep(After, Before);

    /// <inheritdoc/>
    public override VmDefinition ApplyTo(VmDefinition running) => DeviceEditing.With(running, After);
}

/// <summary>Changes how much of a virtio-mem device the guest shall have.</summary>
/// <param name="Before">The device as it runs.</param>
/// <param name="After">The same with another requested size.</param>
public sealed record MemoryRequestStep(MemoryDeviceDefinition Before, MemoryDeviceDefinition After) : LiveStep($"resize {After.Alias}")
{
    /// <inheritdoc/>
    public override LiveStep Inverse() => new MemoryRequestStep(After, Before);

    /// <inheritdoc/>
    public override VmDefinition ApplyTo(VmDefinition running) => DeviceEditing.With(running, After);
}

/// <summary>Plugs processors in or out.</summary>
/// <param name="Before">The processors as they run.</param>
/// <param name="After">The same with others present.</param>
public sealed record VcpuStep(CpuDefinition Before, CpuDefinition After) : LiveStep("change the processors that are present")
{
    /// <inheritdoc/>
    public override LiveStep Inverse() => new VcpuStep(After, Before);

    /// <inheritdoc/>
    public override VmDefinition ApplyTo(VmDefinition running) => running with { Cpu = After };
}

/// <summary>Changes how the host serves the VM.</summary>
/// <param name="Before">What holds now; null for nothing.</param>
/// <param name="After">What shall hold.</param>
public sealed record TuningStep(TuningDefinition? Before, TuningDefinition? After) : LiveStep("change the tuning")
{
    /// <inheritdoc/>
    public override LiveStep Inverse() => new TuningStep(After, Before);

    /// <inheritdoc/>
    public override VmDefinition ApplyTo(VmDefinition running) => running with { Tuning = After };
}

/// <summary>Changes what the watchdog does.</summary>
/// <param name="Before">Now.</param>
/// <param name="After">From then on.</param>
public sealed record WatchdogActionStep(WatchdogAction Before, WatchdogAction After) : LiveStep("change the watchdog's action")
{
    /// <inheritdoc/>
    public override LiveStep Inverse() => new WatchdogActionStep(After, Before);

    /// <inheritdoc/>
    public override VmDefinition ApplyTo(VmDefinition running) => running with
    {
        Watchdogs = [.. running.Watchdogs.OrEmpty().Select(watchdog => watchdog with { Action = After })],
    };
}

/// <summary>Changes the password of a display.</summary>
/// <param name="Before">The display as it runs.</param>
/// <param name="After">The same with another password or expiry.</param>
public sealed record GraphicsPasswordStep(GraphicsDefinition Before, GraphicsDefinition After) : LiveStep("change the display's password")
{
    /// <inheritdoc/>
    public override LiveStep Inverse() => new GraphicsPasswordStep(After, Before);

    /// <inheritdoc/>
    public override VmDefinition ApplyTo(VmDefinition running) => running with
    {
        Graphics = [.. running.Graphics.Select(display => display.Type == After.Type ? After : display)],
    };
}

/// <summary>Changes whether QEMU resets or stops a guest that reboots.</summary>
/// <param name="Before">The policy now.</param>
/// <param name="After">The policy from then on.</param>
public sealed record RebootPolicyStep(LifecycleAction Before, LifecycleAction After) : LiveStep("change what a reboot does")
{
    /// <inheritdoc/>
    public override LiveStep Inverse() => new RebootPolicyStep(After, Before);

    /// <inheritdoc/>
    public override VmDefinition ApplyTo(VmDefinition running) => running with { OnReboot = After };
}
