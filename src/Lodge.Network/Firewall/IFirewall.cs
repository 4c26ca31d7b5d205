using Lodge.Model.Errors;
using Lodge.Model.Networks;

namespace Lodge.Network.Firewall;

/// <summary>The rules of the kernel's packet filter that Lodge's networks need.</summary>
internal interface IFirewall
{
    /// <summary>Why there are none on this host; null when there can be.</summary>
    string? WhyNot { get; }

    /// <summary>Puts the rules for a state in the place of all that Lodge has had, in one step.</summary>
    /// <exception cref="LodgeException">The kernel refuses them; nothing was changed.</exception>
    Task ApplyAsync(FirewallState wanted, CancellationToken cancellationToken);

    /// <summary>Removes all that Lodge has put there.</summary>
    /// <exception cref="LodgeException">The kernel refuses.</exception>
    Task RemoveAsync(CancellationToken cancellationToken);

    /// <summary>What is wrong with the rules that are in the kernel, as far as a network needs them; a sentence each.</summary>
    Task<IReadOnlyList<string>> InspectAsync(NetworkRuntime network, CancellationToken cancellationToken);

    /// <summary>Rules of other programs that will drop what guests of a network send or get, with the remedy; a sentence each.</summary>
    Task<IReadOnlyList<string>> FindObstaclesAsync(NetworkRuntime network, CancellationToken cancellationToken);
}
