using Lodge.Linux.Network;

namespace Lodge.Network.HostBridges.Planning;

/// <summary>One thing that is done while a bridge takes over what an interface has.</summary>
internal abstract record MoveStep;

/// <summary>Make a bridge that forwards at once.</summary>
internal sealed record MakeBridge(string Name, string Mac, int Mtu, string Note) : MoveStep;

/// <summary>Write settings of the kernel, by their full names.</summary>
internal sealed record SetSettings(IReadOnlyList<(string Name, int Value)> Settings) : MoveStep;

/// <summary>Switch an interface on.</summary>
internal sealed record SwitchOn(string Link) : MoveStep;

/// <summary>Give an interface an address that another one has.</summary>
internal sealed record AddAddress(string Link, string Former, SavedAddress Address) : MoveStep;

/// <summary>Make an interface a port of a bridge, and switch it on.</summary>
internal sealed record JoinBridge(string Link, string Bridge) : MoveStep;

/// <summary>Take an address from where it was; its routes go with it.</summary>
internal sealed record DropAddress(SavedAddress Address) : MoveStep;

/// <summary>Have a route leave by another interface.</summary>
internal sealed record AddRoute(string Link, SavedRoute Route) : MoveStep;
