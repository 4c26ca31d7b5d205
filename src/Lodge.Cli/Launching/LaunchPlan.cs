using Lodge.Model.Errors;
using Lodge.Model.Images;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;
using Lodge.Model.Vms.Tuning;

namespace Lodge.Cli.Launching;

/// <summary>Turns wishes and an image into a definition.</summary>
internal static class LaunchPlan
{
    /// <summary>Where a guest's ssh listens.</summary>
    public const int SshPort = 22;

    /// <summary>The definition to create.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="image">What it boots from; null when the wishes say all.</param>
    /// <param name="wishes">What else is asked for; it wins over the image.</param>
    public static VmDefinition Make(string name, ImageInfo? image, LaunchWishes wishes)
    {
        var usual = new VmDefinition { Name = name };
        return usual with
        {
            Title = wishes.Title,
            Accel = wishes.Accel ?? usual.Accel,
            Machine = usual.Machine with { Type = wishes.Machine ?? usual.Machine.Type },
            Boot = Boot(usual.Boot, image, wishes),
            Cpu = usual.Cpu with { Count = wishes.Cpus ?? usual.Cpu.Count },
            Memory = new MemoryDefinition { Size = wishes.Memory ?? Enough(usual.Memory.Size, image) },
            Disks = wishes.Disks,
            Nics = Nics(wishes),
            Graphics = wishes.Vnc ? [new GraphicsDefinition()] : [],
            OnPowerOff = wishes.OnPowerOff ?? usual.OnPowerOff,
            OnReboot = wishes.OnReboot ?? usual.OnReboot,
            OnCrash = wishes.OnCrash ?? usual.OnCrash,
            Tuning = wishes.Profile is { } profile ? new TuningDefinition { Profile = profile } : null,
            Autostart = wishes.Autostart,
        };
    }

    private static NicDefinition[] Nics(LaunchWishes wishes) => (wishes.Nic, wishes.Networks.Count) switch
    {
        (not null, > 0) => throw new LodgeException(
            ErrorCode.InvalidArgument, "--nic and --network exclude each other.", "Add further cards with --device 'nic source.type=user'."),
        (NicChoice.None, _) => [],
        (_, 0) => [wishes.SshPort is { } port ? new NicDefinition(new UserNicSource { Forwards = [new UserPortForward { Port = port, TargetPort = SshPort }] }) : new NicDefinition()],
        _ => [.. wishes.Networks.Select(network => new NicDefinition(new NetworkNicSource(network)))],
    };

    // A kernel of one's own comes without the image's initramfs and command line.
    private static BootDefinition Boot(BootDefinition usual, ImageInfo? image, LaunchWishes wishes)
    {
        var fromImage = wishes.Kernel is null ? image : null;
        return new BootDefinition
        {
            Firmware = wishes.Firmware ?? fromImage?.Firmware ?? usual.Firmware,
            Kernel = wishes.Kernel ?? image?.Kernel,
            Initrd = wishes.Initrd ?? fromImage?.Initrd,
            CommandLine = wishes.CommandLine ?? fromImage?.CommandLine,
        };
    }

    private static ByteSize Enough(ByteSize usual, ImageInfo? image) =>
        image is not null && image.MinimumMemoryBytes > usual.Bytes ? new ByteSize(RoundUpToMiB(image.MinimumMemoryBytes)) : usual;

    private static long RoundUpToMiB(long bytes) => (bytes + (1L << 20) - 1) >> 20 << 20;
}
