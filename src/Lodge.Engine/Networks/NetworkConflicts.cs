using Lodge.Model.Errors;
using Lodge.Model.Networks;
using Lodge.Model.Networks.Validation;
using Lodge.Model.Vms.Devices;

namespace Lodge.Engine.Networks;

/// <summary>What two networks of one host cannot both have. Pure.</summary>
internal static class NetworkConflicts
{
    private const string Unchanged = "Nothing was changed.";

    /// <summary>Refuses a network that wants what another one has.</summary>
    /// <param name="wanted">The network.</param>
    /// <param name="others">The others, as defined and as they run.</param>
    /// <param name="flexible">Whether its subnets may yet be moved, so that they are not looked at.</param>
    /// <exception cref="LodgeException">What, and which network has it.</exception>
    public static void ThrowIfTaken(NetworkDefinition wanted, IReadOnlyList<NetworkDefinition> others, bool flexible)
    {
        foreach (var other in others)
        {
            ThrowIfSameName(wanted, other);
            ThrowIfSameBridge(wanted, other);
            ThrowIfSameForward(wanted, other);
            if (!flexible)
            {
                ThrowIfOverlapping(wanted, other);
            }
        }
    }

    private static void ThrowIfSameName(NetworkDefinition wanted, NetworkDefinition other)
    {
        if (wanted.Name == other.Name)
        {
            throw new LodgeException(
                ErrorCode.InvalidState,
                $"A network named '{other.Name}' exists already ({other.Id}).",
                "Choose another name; or give that network's id to replace its definition.");
        }
    }

    // Networks of the mode 'bridge' may share a bridge of the host.
    private static void ThrowIfSameBridge(NetworkDefinition wanted, NetworkDefinition other)
    {
        if (wanted.Bridge?.Name is { } name && name == other.Bridge?.Name && !(wanted.Mode == NetworkMode.Bridge && other.Mode == NetworkMode.Bridge))
        {
            throw new LodgeException(
                ErrorCode.InvalidState,
                $"The bridge '{name}' belongs to network '{other.Name}' already.",
                $"Choose another bridge.name for '{wanted.Name}', or leave it out, and a free one is taken. {Unchanged}");
        }
    }

    private static void ThrowIfOverlapping(NetworkDefinition wanted, NetworkDefinition other)
    {
        foreach (var subnet in wanted.Subnets)
        {
            if (other.Subnets.FirstOrDefault(theirs => Subnets.Overlap(subnet.Address, theirs.Address)) is { } taken)
            {
                throw new LodgeException(
                    ErrorCode.InvalidState,
                    $"The subnet {subnet.Address} of network '{wanted.Name}' overlaps with {taken.Address} of network '{other.Name}'.",
                    $"Choose addresses that no other network has: 'lodge network list' shows them. {Unchanged}");
            }
        }
    }

    private static void ThrowIfSameForward(NetworkDefinition wanted, NetworkDefinition other)
    {
        foreach (var forward in wanted.Forwards.OrEmpty())
        {
            if (other.Forwards.OrEmpty().FirstOrDefault(theirs => Forwards.Overlap(forward, theirs)) is { } taken)
            {
                throw new LodgeException(
                    ErrorCode.InvalidState,
                    $"The host's {Forwards.Text(forward)} is forwarded by network '{other.Name}' already, to {taken.Target}.",
                    $"Choose another port, or take that forward away: 'lodge network forward remove {other.Name}'. {Unchanged}");
            }
        }
    }
}
