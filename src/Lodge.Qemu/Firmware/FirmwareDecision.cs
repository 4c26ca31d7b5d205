using Lodge.Model.Errors;
using Lodge.Model.Host;

namespace Lodge.Qemu.Firmware;

/// <summary>The firmware that a VM is started with, and what becomes of its variable store.</summary>
/// <param name="Choice">The firmware.</param>
/// <param name="Renews">Whether a store that is there was made for another firmware, so that a new one takes its place.</param>
internal sealed record FirmwareDecision(FirmwareChoice Choice, bool Renews)
{
    /// <summary>
    /// Decides. A choice that was made once stays with the VM, however many firmware packages come and go, as long as
    /// it is what the definition asks for.
    /// </summary>
    /// <param name="wish">What the definition asks for.</param>
    /// <param name="kept">The choice that the VM's variable store was made for; null without a store, or when it is not known.</param>
    /// <param name="installed">What the host has, in order of priority.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.Unsupported"/>: nothing installed fits.</exception>
    public static FirmwareDecision Decide(FirmwareWish wish, FirmwareChoice? kept, IReadOnlyList<FirmwareDescriptor> installed)
    {
        if (kept is not null && FirmwareSelection.Satisfies(wish, kept))
        {
            return new(kept, Renews: false);
        }

        return new(FirmwareChoice.Of(FirmwareSelection.Choose(wish, installed)), Renews: kept is not null);
    }
}
