using Lodge.Model.Networks;

namespace Lodge.Api.Contracts.Networks;

/// <summary>Body of <c>POST /v1/networks</c>.</summary>
public sealed record CreateNetwork
{
    /// <summary>What the network shall be. What is left out gets its default.</summary>
    public required NetworkDefinition Definition { get; init; }

    /// <summary>Whether its subnets are moved to where there is room when something on the host uses them.</summary>
    public bool Flexible { get; init; }

    /// <summary>Start it at once; when that fails, the network is not created either.</summary>
    public bool Start { get; init; }

    /// <summary>With <see cref="Start"/>: forget the network when it stops.</summary>
    public bool Transient { get; init; }
}
