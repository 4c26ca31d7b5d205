namespace Lodge.Model.Firewall;

/// <summary>Frames of a VM's network card that the firewall has dropped since the card was plugged in.</summary>
/// <param name="Alias">Alias of the card, such as <c>net0</c>.</param>
/// <param name="Interface">Its interface on the host.</param>
/// <param name="Forged">Those that the guest sent with a MAC or IP address that is not its own, or as a server that it is not.</param>
/// <param name="Refused">Those, either way, that no security group or network filter of the card allows.</param>
public sealed record NicDrops(string Alias, string Interface, long Forged, long Refused);
