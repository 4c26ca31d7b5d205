using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Changes;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Guest;

namespace Lodge.Engine.Ports;

/// <summary>Changes a running QEMU, and what the host does for it.</summary>
public interface IVmLive
{
    /// <summary>
    /// Why this QEMU cannot carry out a step that another one could, since it was started without something that the
    /// step needs; null when nothing is known against it.
    /// </summary>
    /// <param name="step">The step.</param>
    /// <param name="running">The definition before it.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    /// <returns>One sentence.</returns>
    /// <exception cref="LodgeException">What the step wants is not to be had on this host at all.</exception>
    Task<string?> WhyNotAsync(LiveStep step, VmDefinition running, CancellationToken cancellationToken);

    /// <summary>
    /// Carries out one step. On failure the step has left nothing behind, except that a guest may still release a
    /// device that it was asked for (<see cref="DeviceReleased"/> tells).
    /// </summary>
    /// <param name="step">The step.</param>
    /// <param name="running">The definition before it.</param>
    /// <param name="manner">How the guest is dealt with.</param>
    /// <param name="cancellationToken">Ends the waiting for the guest.</param>
    /// <exception cref="LodgeException">QEMU or the guest refused, or did not answer in time.</exception>
    Task ApplyAsync(LiveStep step, VmDefinition running, ChangeManner manner, CancellationToken cancellationToken);

    /// <summary>Takes away what the host held for a device that the guest released late.</summary>
    Task ForgetAsync(DeviceDefinition device, VmDefinition running, CancellationToken cancellationToken);

    /// <summary>The aliases of the devices that QEMU has.</summary>
    Task<IReadOnlySet<string>> ListAsync(CancellationToken cancellationToken);

    /// <summary>What the guest says of its memory through its balloon.</summary>
    /// <param name="balloon">The balloon.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LodgeException">QEMU did not answer.</exception>
    Task<GuestMemory> ReadMemoryAsync(BalloonDefinition balloon, CancellationToken cancellationToken);
}

/// <summary>How a guest is dealt with that has to agree to a change.</summary>
/// <param name="Patience">How long it may take to release a device or open a tray.</param>
/// <param name="Force">Whether a tray that it has locked is opened against its will.</param>
public sealed record ChangeManner(TimeSpan Patience, bool Force = false)
{
    /// <summary>The secrets that devices name.</summary>
    public ISecretValues Secrets { get; init; } = NoSecretValues.Instance;
}

/// <summary>The guest released a device, and QEMU took it away.</summary>
/// <param name="Alias">Which.</param>
public sealed record DeviceReleased(string Alias) : VmProcessEvent;
