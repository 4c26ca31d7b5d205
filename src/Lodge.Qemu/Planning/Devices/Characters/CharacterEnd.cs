using Lodge.Linux.Launch;

namespace Lodge.Qemu.Planning.Devices.Characters;

/// <summary>The host's end of a device whose data are characters.</summary>
/// <param name="Chardev">The character device.</param>
/// <param name="Reachable">What QEMU must reach by path for it.</param>
internal sealed record CharacterEnd(PlannedChardev Chardev, IReadOnlyList<LandlockRule> Reachable);
