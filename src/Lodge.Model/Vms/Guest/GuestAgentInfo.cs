namespace Lodge.Model.Vms.Guest;

/// <summary>What a guest agent says of itself.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Commands">Its commands, by name.</param>
public sealed record GuestAgentInfo(string Version, IReadOnlyList<GuestAgentCommand> Commands);

/// <summary>A command of a guest agent.</summary>
/// <param name="Name">Its name in QEMU's protocol, such as <c>guest-exec</c>.</param>
/// <param name="Enabled">Whether the guest's administrator allows it.</param>
public sealed record GuestAgentCommand(string Name, bool Enabled);
