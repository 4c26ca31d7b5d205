using Lodge.Model.Networks;

namespace Lodge.Libvirt.Handlers.Networks;

/// <summary>
/// What a change of a network is made to, by its flags (virNetworkUpdateFlags): what runs, the definition, or both. Without
/// a flag it is what runs, if it does, else the definition.
/// </summary>
internal static class NetworkSides
{
    /// <summary>What runs.</summary>
    public const uint Live = 1;

    /// <summary>The definition.</summary>
    public const uint Config = 2;

    /// <summary>Both flags.</summary>
    public const uint All = Live | Config;

    /// <summary>What a change is made to.</summary>
    public static NetworkScope Scope(Network network, uint flags)
    {
        if ((flags & Live) != 0 && !network.IsActive)
        {
            throw NetworkDirectory.Invalid("network is not running");
        }

        if ((flags & Config) != 0 && !network.Persistent)
        {
            throw NetworkDirectory.Invalid("cannot change persistent config of a transient network");
        }

        return (flags & All) switch
        {
            All => NetworkScope.Both,
            Config => NetworkScope.Config,
            Live => NetworkScope.Live,
            _ => network.IsActive ? NetworkScope.Live : NetworkScope.Config,
        };
    }

    /// <summary>What a question is about.</summary>
    public static NetworkDefinition Read(Network network, uint flags) =>
        Scope(network, flags) == NetworkScope.Config ? network.Definition : network.Runtime?.Definition ?? network.Definition;
}
