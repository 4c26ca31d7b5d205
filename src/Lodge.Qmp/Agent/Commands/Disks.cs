namespace Lodge.Qmp.Agent.Commands;

/// <summary><c>guest-get-disks</c>: the guest's disks and what is made of them (QEMU 5.2 and newer).</summary>
public sealed class GuestGetDisksCommand()
    : QmpCommand<IReadOnlyList<AgentBlockDevice>>("guest-get-disks", AgentJson.Default.IReadOnlyListAgentBlockDevice);

/// <summary>A disk, partition or volume of a guest.</summary>
/// <param name="Name">Its device node; on Windows its name.</param>
/// <param name="Partition">Whether it is a part of a disk.</param>
/// <param name="Dependencies">The device nodes that it is made of.</param>
/// <param name="Address">Where it is plugged in; null for what is no disk of its own.</param>
/// <param name="Alias">Another name that the guest has for it.</param>
public sealed record AgentBlockDevice(
    string Name, bool Partition, IReadOnlyList<string>? Dependencies = null, AgentDisk? Address = null, string? Alias = null);
