using Lodge.Model.Errors;
using Lodge.Model.Networks.HostBridges;

namespace Lodge.Engine.Ports;

/// <summary>
/// Makes bridges over interfaces of the host and gives everything back. What it begins is written down before it is done, so
/// that a later daemon can give it back. Calls come one at a time. Failures are <see cref="LodgeException"/>s.
/// </summary>
public interface IHostBridges
{
    /// <summary>What there is: waiting and kept ones.</summary>
    IReadOnlyList<HostBridge> List();

    /// <summary>Gives back what a former daemon had begun, and nobody has confirmed.</summary>
    /// <returns>What was given back.</returns>
    /// <exception cref="LodgeException">Something could not be given back; the rest was.</exception>
    Task<IReadOnlyList<HostBridge>> RecoverAsync(CancellationToken cancellationToken);

    /// <summary>What would be done; changes nothing.</summary>
    /// <exception cref="LodgeException">There is no such interface, or none can be made over it; the message says why.</exception>
    Task<HostBridgePlan> PlanAsync(HostBridgeWish wish, CancellationToken cancellationToken);

    /// <summary>Makes the bridge, has it take over what the interface has, and asks who should answer.</summary>
    /// <param name="wish">What is wanted.</param>
    /// <param name="confirmBefore">When it is given back unless confirmed, to be remembered; the caller sees to it.</param>
    /// <param name="cancellationToken">Ends the preparations; the move itself is completed.</param>
    /// <exception cref="LodgeException">It cannot be made, or somebody does not answer any more: everything is as before.</exception>
    Task<HostBridge> MoveAsync(HostBridgeWish wish, DateTimeOffset confirmBefore, CancellationToken cancellationToken);

    /// <summary>Writes the files that make a waiting bridge again when the host boots.</summary>
    /// <exception cref="LodgeException">A file cannot be written, or is not as it was shown any more; none was written.</exception>
    Task<HostBridge> KeepAsync(string link, CancellationToken cancellationToken);

    /// <summary>Gives a waiting or kept bridge back: files, then addresses and routes.</summary>
    /// <param name="link">The interface.</param>
    /// <param name="force">Whether files are replaced that somebody has changed since.</param>
    /// <param name="cancellationToken">Ends the preparations.</param>
    Task<HostBridge> UndoAsync(string link, bool force, CancellationToken cancellationToken);
}
