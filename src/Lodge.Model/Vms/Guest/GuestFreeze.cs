namespace Lodge.Model.Vms.Guest;

/// <summary>Whether writing to a guest's file systems is halted.</summary>
/// <param name="Frozen">Whether it is.</param>
/// <param name="FileSystems">How many file systems the last change concerned; absent when nothing was changed.</param>
/// <param name="ThawsAt">When Lodge lets it go on by itself; absent when it is not frozen, or was frozen by somebody else.</param>
public sealed record GuestFreeze(bool Frozen, long? FileSystems = null, DateTimeOffset? ThawsAt = null);
