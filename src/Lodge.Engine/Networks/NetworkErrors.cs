using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Networks;

namespace Lodge.Engine.Networks;

/// <summary>What can be said against an operation on a network, in the words that people read.</summary>
internal static class NetworkErrors
{
    /// <exception cref="LodgeException"><see cref="ErrorCode.Unsupported"/>: the host has no networks of its own.</exception>
    public static void ThrowIfNone(INetworkHost host)
    {
        if (host.WhyNot is { } why)
        {
            throw new LodgeException(ErrorCode.Unsupported, $"This host cannot have networks: {why}", "Nothing was changed. Guests still reach out through QEMU's own network (cards of the type 'user').");
        }
    }

    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidState"/>: the network does not run.</exception>
    public static NetworkRuntime RuntimeOf(Network network, string verb) => network.Runtime ?? throw new LodgeException(
        ErrorCode.InvalidState, $"Network '{network.Name}' is not running, and cannot {verb}.", $"Start it with 'lodge network start {network.Name}'.");

    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidState"/>: the network runs.</exception>
    public static void ThrowIfActive(Network network)
    {
        if (network.IsActive)
        {
            throw new LodgeException(ErrorCode.InvalidState, $"Network '{network.Name}' is running already.");
        }
    }

    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidState"/>: the network has no definition that outlives it.</exception>
    public static void ThrowIfTransient(Network network, string verb)
    {
        if (!network.Persistent)
        {
            throw new LodgeException(
                ErrorCode.InvalidState,
                $"Network '{network.Name}' is transient and cannot {verb}: it is gone when it stops.",
                "Define it first, and it outlives its end.");
        }
    }

    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidState"/>: VMs are plugged in.</exception>
    public static void ThrowIfInUse(Network network, IReadOnlyList<NicPlug> plugs)
    {
        if (plugs.Count > 0)
        {
            var cards = string.Join(", ", plugs.OrderBy(plug => plug.VmName, StringComparer.Ordinal).Select(plug => $"{plug.VmName} ({plug.Alias})"));
            throw new LodgeException(
                ErrorCode.InvalidState,
                $"Network '{network.Name}' is in use: VMs are plugged into it, {cards}.",
                $"Stop these VMs or move their cards to another network; or cut them off: 'lodge network stop {network.Name} --force'.");
        }
    }

    /// <exception cref="LodgeException"><see cref="ErrorCode.RevisionMismatch"/>.</exception>
    public static void ThrowIfChanged(Network network, long? expectedRevision)
    {
        if (expectedRevision is { } expected && expected != network.Revision)
        {
            throw new LodgeException(
                ErrorCode.RevisionMismatch,
                $"The definition of network '{network.Name}' was changed by somebody else: it is at revision {network.Revision}, and this change is based on {expected}.",
                "Read it again, and apply the change to what is there now.");
        }
    }
}
