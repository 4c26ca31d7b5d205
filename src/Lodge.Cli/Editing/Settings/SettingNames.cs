namespace Lodge.Cli.Editing.Settings;

/// <summary>A short name for a field of a definition.</summary>
/// <param name="Name">As people type it; <c>*</c> stands for the name of a device, or for a number.</param>
/// <param name="Path">Where the field is in the definition's JSON; <c>*</c> likewise.</param>
/// <param name="Meaning">One sentence.</param>
/// <param name="Example">A value that fits.</param>
internal sealed record SettingName(string Name, string Path, string Meaning, string Example);

/// <summary>The short names that <c>lodge set</c> knows besides the fields' own.</summary>
internal static class SettingNames
{
    /// <summary>All, in the order of the reference.</summary>
    public static IReadOnlyList<SettingName> All { get; } =
    [
        new("memory", "memory.size", "Memory at start.", "4G"),
        new("balloon", "memory.current", "How much of it the guest keeps.", "2G"),
        new("memory.max", "memory.maximum", "How much there can be with memory devices.", "16G"),
        new("memory.limit", "tuning.memory.hardLimit", "Most that the VM may use on the host, QEMU's own included.", "5G"),
        new("cpus", "cpu.count", "Processors that are there; the maximum grows when need be.", "4"),
        new("cpus.max", "cpu.count", "Most processors that there can be.", "8"),
        new("cpus.model", "cpu.model", "What the guest sees.", "EPYC"),
        new("cpu.weight", "tuning.cpu.weight", "Share of processor time against other VMs.", "200"),
        new("cpu.quota", "tuning.cpu.quota", "Microseconds that each processor may run in a period.", "50000"),
        new("cpu.period", "tuning.cpu.period", "That period, microseconds.", "100000"),
        new("cpu.pin", "tuning.cpu.cpuSet", "Host CPUs for all threads.", "0-3"),
        new("emulator.pin", "tuning.cpu.emulatorPin", "Host CPUs for QEMU's own threads.", "0"),
        new("io.weight", "tuning.blockIo.weight", "Share of the host's disks against other VMs.", "500"),
        new("perf", "tuning.perfEvents", "What the kernel counts of its threads.", "cpu_clock,page_faults"),
        new("profile", "tuning.profile", "Preset for what is left open.", "latency"),
        new("firmware", "boot.firmware", "What the guest boots through.", "uefi"),
        new("kernel", "boot.kernel", "Kernel to boot directly.", "/boot/vmlinuz"),
        new("initrd", "boot.initrd", "Its initial file system.", "/boot/initrd.img"),
        new("append", "boot.commandLine", "Its command line.", "console=ttyS0"),
        new("disk.*.iops", "disks.*.throttle.totalIops", "Operations a second.", "500"),
        new("disk.*.read-iops", "disks.*.throttle.readIops", "Reads a second.", "300"),
        new("disk.*.write-iops", "disks.*.throttle.writeIops", "Writes a second.", "200"),
        new("disk.*.iops-burst", "disks.*.throttle.totalIopsMax", "Operations a second in a burst.", "1000"),
        new("disk.*.bytes", "disks.*.throttle.totalBytes", "Bytes a second.", "100M"),
        new("disk.*.read-bytes", "disks.*.throttle.readBytes", "Bytes read a second.", "100M"),
        new("disk.*.write-bytes", "disks.*.throttle.writeBytes", "Bytes written a second.", "50M"),
        new("disk.*.bytes-burst", "disks.*.throttle.totalBytesMax", "Bytes a second in a burst.", "200M"),
        new("disk.*.throttle-group", "disks.*.throttle.group", "Disks of the VM with the same group share their limits.", "slow"),
        new("disk.*.path", "disks.*.source.path", "The image file.", "/srv/web.qcow2"),
        new("disk.*.boot", "disks.*.bootOrder", "Place in the boot order.", "1"),
        new("nic.*.boot", "nics.*.bootOrder", "Place in the boot order.", "2"),
    ];

    /// <summary>Singular names of the lists of devices.</summary>
    public static IReadOnlyDictionary<string, string> Lists { get; } = new Dictionary<string, string>
    {
        ["disk"] = "disks",
        ["nic"] = "nics",
        ["serial"] = "serials",
        ["console"] = "consoles",
        ["channel"] = "channels",
        ["controller"] = "controllers",
        ["video"] = "videos",
        ["input"] = "inputs",
        ["parallel"] = "parallels",
        ["filesystem"] = "fileSystems",
        ["file-system"] = "fileSystems",
        ["hostdev"] = "hostDevices",
        ["host-device"] = "hostDevices",
        ["hub"] = "hubs",
        ["sound"] = "sounds",
        ["rng"] = "rngs",
        ["panic"] = "panics",
        ["shared-memory"] = "sharedMemories",
        ["redirected-device"] = "redirectedDevices",
    };
}
