using System.Globalization;
using Lodge.Linux.Errors;
using Lodge.Model.Host;

namespace Lodge.Linux.Kvm;

/// <summary>Turns what was found into a verdict that a user understands.</summary>
internal static class KvmVerdict
{
    /// <summary>
    /// Below this a guest is unbearable. Hardware runs hundreds of millions of these instructions a second; a nested
    /// hypervisor that interprets them was measured at 1.5 million.
    /// </summary>
    public const double LeastInstructionsPerSecond = 50e6;

    public static KvmReport NoDevice(string path) => Unusable(
        false, $"{path} does not exist.",
        "Load the kernel module kvm_intel or kvm_amd, and switch virtualization on in the firmware's setup.");

    public static KvmReport CannotOpen(LinuxException failure) => Unusable(
        true, failure.Message + ".",
        failure.Errno is Errno.EACCES or Errno.EPERM
            ? "Add the user that runs lodged to the group kvm, and log in again."
            : "Look into the kernel's log (dmesg) for messages of kvm.");

    public static KvmReport WrongVersion(int version) =>
        Unusable(true, $"The kernel speaks version {version} of the KVM interface; {KvmDevice.KnownApiVersion} is needed.",
            "Use a kernel of 2007 (2.6.22) or later.") with { ApiVersion = version };

    public static KvmReport Failed(KvmReport found, string reason, VirtualizationSigns signs) => found with
    {
        Usable = false,
        Reasons = [reason, .. Explain(signs)],
        Remedy = Remedy(signs),
    };

    public static KvmReport Measured(KvmReport found, double instructionsPerSecond, VirtualizationSigns signs)
    {
        found = found with { InstructionsPerSecond = instructionsPerSecond };
        var speed = InMillions(instructionsPerSecond);
        return instructionsPerSecond >= LeastInstructionsPerSecond
            ? found with { Usable = true, Reasons = [$"A tiny guest ran {speed} million instructions a second."] }
            : Failed(
                found,
                $"A tiny guest ran only {speed} million instructions a second; hardware runs hundreds of millions, and "
                + $"Lodge asks for {InMillions(LeastInstructionsPerSecond)}.",
                signs);
    }

    private static IEnumerable<string> Explain(VirtualizationSigns signs) => signs switch
    {
        { IsGuest: true, HasHardwareAssist: false } =>
        [
            "This host is itself a virtual machine and its processor offers neither VT-x nor AMD-V: this is nested "
            + "virtualization without hardware assist, where KVM emulates guests in software.",
        ],
        { IsGuest: true } => ["This host is itself a virtual machine: its virtualization is nested."],
        { HasHardwareAssist: false } => ["The processor offers neither VT-x nor AMD-V."],
        _ => [],
    };

    private static string Remedy(VirtualizationSigns signs) => signs.IsGuest
        ? "Switch nested virtualization on for this machine in the hypervisor below it, or use a physical host; until "
            + "then VMs run with TCG, in software."
        : "Switch virtualization on in the firmware's setup; until then VMs run with TCG, in software.";

    private static string InMillions(double number) =>
        (number / 1e6).ToString(number < 10e6 ? "0.0" : "0", CultureInfo.InvariantCulture);

    private static KvmReport Unusable(bool devicePresent, string reason, string remedy) =>
        new() { Usable = false, DevicePresent = devicePresent, Reasons = [reason], Remedy = remedy };
}
