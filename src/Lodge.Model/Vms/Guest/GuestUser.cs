namespace Lodge.Model.Vms.Guest;

/// <summary>Somebody who is signed in to a guest.</summary>
/// <param name="Name">The user's name.</param>
/// <param name="Since">Since when.</param>
/// <param name="Domain">The domain, on Windows; else absent.</param>
public sealed record GuestUser(string Name, DateTimeOffset Since, string? Domain = null);
