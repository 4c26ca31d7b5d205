using Lodge.Engine;
using Lodge.Engine.Ports;

namespace Lodge.Libvirt;

/// <summary>What the handlers work with.</summary>
/// <param name="Engine">The engine.</param>
/// <param name="Host">The host.</param>
/// <param name="Clock">The time.</param>
public sealed record LibvirtServices(LodgeEngine Engine, IHostInfo Host, TimeProvider Clock);
