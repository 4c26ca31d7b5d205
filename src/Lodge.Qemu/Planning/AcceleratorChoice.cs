using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Model.Vms;

namespace Lodge.Qemu.Planning;

/// <summary>How guest code will run, and why.</summary>
/// <param name="Kind"><see cref="Accelerator.Kvm"/> or <see cref="Accelerator.Tcg"/>.</param>
/// <param name="Reason">One sentence.</param>
internal sealed record AcceleratorChoice(Accelerator Kind, string Reason)
{
    /// <summary>Decides between KVM and TCG.</summary>
    /// <param name="ofVm">What the VM asks for; it counts before the configuration.</param>
    /// <param name="policy">What the host's configuration asks for.</param>
    /// <param name="kvm">The proof of KVM.</param>
    /// <param name="qemuHasKvm">Whether this QEMU was built with it.</param>
    /// <param name="asker">Whose wish <paramref name="ofVm"/> is.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.KvmUnusable"/>: it is demanded and there is none.</exception>
    public static AcceleratorChoice Decide(
        Accelerator ofVm, AcceleratorPolicy policy, KvmReport kvm, bool qemuHasKvm, string asker = "the VM's definition")
    {
        var (wish, who) = ofVm != Accelerator.Auto ? (ofVm, asker) : (policy.Default, "this host's configuration");
        if (wish == Accelerator.Tcg)
        {
            return new(Accelerator.Tcg, $"TCG, as {who} asks for it.");
        }

        if (kvm.Usable && qemuHasKvm)
        {
            return wish == Accelerator.Kvm
                ? new(Accelerator.Kvm, $"KVM, as {who} asks for it.")
                : new(Accelerator.Kvm, "KVM, which this host proved to run guest code at full speed.");
        }

        var obstacle = kvm.Usable ? "this QEMU was built without KVM" : Obstacle(kvm);
        if (wish == Accelerator.Kvm && !policy.AllowFallback)
        {
            throw new LodgeException(
                ErrorCode.KvmUnusable,
                $"{Capital(who)} demands KVM, and KVM is not usable on this host: {obstacle}.",
                Remedy(kvm));
        }

        return wish == Accelerator.Kvm
            ? new(Accelerator.Tcg, $"TCG instead of the KVM that {who} asks for, as the configuration allows: {obstacle}.")
            : new(Accelerator.Tcg, $"TCG, because KVM is not usable on this host: {obstacle}.");
    }

    private static string Obstacle(KvmReport kvm) =>
        kvm.Reasons.Count > 0 ? Lower(kvm.Reasons[0].TrimEnd('.')) : "it has not been proven";

    private static string Remedy(KvmReport kvm) =>
        (kvm.Remedy is { } remedy ? remedy.TrimEnd('.') + ". " : "")
        + "Set the VM's accel to 'auto' or 'tcg' to run it slowly in software.";

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    // A reason that begins with a name or an acronym keeps it.
    private static string Lower(string text) =>
        text.Length > 1 && char.IsUpper(text[0]) && char.IsLower(text[1]) ? char.ToLowerInvariant(text[0]) + text[1..] : text;
}

/// <summary>What the host's configuration says about accelerators.</summary>
/// <param name="Default">For VMs that ask for nothing.</param>
/// <param name="AllowFallback">Whether a VM that demands KVM may get TCG where KVM is unusable.</param>
public sealed record AcceleratorPolicy(Accelerator Default = Accelerator.Auto, bool AllowFallback = false);
