namespace Lodge.Model.Vms;

/// <summary>What became of the disks that Lodge had made for a VM that was deleted. Those that somebody else made are not told of, and stay.</summary>
/// <param name="DeletedDisks">Those that were deleted with it, absolute paths.</param>
/// <param name="KeptDisks">Those that stay, absolute paths: nobody asked for their deletion, or another VM, a snapshot or a volume needs them.</param>
public sealed record DeletedVm(IReadOnlyList<string> DeletedDisks, IReadOnlyList<string> KeptDisks);
