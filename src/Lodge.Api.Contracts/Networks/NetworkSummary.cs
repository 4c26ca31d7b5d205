using Lodge.Model.Networks;

namespace Lodge.Api.Contracts.Networks;

/// <summary>One row of <c>GET /v1/networks</c>.</summary>
/// <param name="Id">Identity.</param>
/// <param name="Name">Name.</param>
/// <param name="Mode">How guests reach what is outside.</param>
/// <param name="Active">Whether it runs.</param>
/// <param name="Persistent">False for a network that is forgotten when it stops.</param>
/// <param name="Autostart">Whether it starts with the daemon.</param>
/// <param name="Bridge">Interface of its bridge; null where there is none.</param>
/// <param name="Subnets">The host's addresses in it, with their prefixes.</param>
/// <param name="Plugs">How many cards are plugged in.</param>
/// <param name="Problems">What is not as it should be, one sentence each.</param>
/// <param name="Tenant">Whose it is.</param>
/// <param name="Title">Its title.</param>
public sealed record NetworkSummary(
    Guid Id,
    string Name,
    NetworkMode Mode,
    bool Active,
    bool Persistent,
    bool Autostart,
    string? Bridge,
    IReadOnlyList<string> Subnets,
    int Plugs,
    IReadOnlyList<string> Problems,
    string? Tenant,
    string? Title);

/// <summary>Answer of <c>GET /v1/networks/{network}/check</c>.</summary>
/// <param name="Problems">What the network lacks now, a sentence each; <c>POST /v1/networks/{network}/repair</c> makes it.</param>
/// <param name="Obstacles">Rules of other programs that will drop what guests send or get, with what to do, a sentence each.</param>
public sealed record NetworkCheck(IReadOnlyList<string> Problems, IReadOnlyList<string> Obstacles);
