namespace Lodge.Model.Vms.Guest;

/// <summary>A processor as the guest's kernel sees it.</summary>
/// <param name="Id">Its number in the guest.</param>
/// <param name="Online">Whether it is in use.</param>
/// <param name="CanOffline">Whether it can be taken out of use.</param>
public sealed record GuestVcpu(long Id, bool Online, bool CanOffline);
