namespace Lodge.Model.Vms.Guest;

/// <summary>Ways in which a guest can be put to sleep.</summary>
public enum GuestSleep
{
    /// <summary>Its memory stays in place.</summary>
    Memory = 0,

    /// <summary>It writes its memory to its disk, and powers off.</summary>
    Disk = 1,

    /// <summary>It writes its memory to its disk, and keeps it in place too.</summary>
    Hybrid = 2,
}
