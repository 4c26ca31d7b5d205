namespace Lodge.Client.Changes;

/// <summary>How a guest is dealt with that has locked the tray of a drive.</summary>
/// <param name="Patience">How long it gets to open the tray; null for the daemon's usual time.</param>
/// <param name="Force">Whether the tray is opened against its will.</param>
public sealed record TrayWish(TimeSpan? Patience, bool Force);
