namespace Lodge.Libvirt.Handlers;

/// <summary>
/// Which networks or storage pools a client wants listed: both have the same flags (virConnectListAllNetworksFlags and the
/// lower ones of virConnectListAllStoragePoolsFlags).
/// </summary>
internal static class ObjectFilter
{
    /// <summary>All flags that it knows.</summary>
    public const uint All = 0x3f;

    private const uint Inactive = 1;
    private const uint Active = 2;
    private const uint Persistent = 4;
    private const uint Transient = 8;
    private const uint Autostart = 16;
    private const uint NoAutostart = 32;

    /// <summary>Whether an object is wanted.</summary>
    /// <param name="flags">What the client set.</param>
    /// <param name="isActive">Whether the object works now.</param>
    /// <param name="isPersistent">Whether it stays when it stops working.</param>
    /// <param name="autostart">Whether it starts with the host.</param>
    public static bool Passes(uint flags, bool isActive, bool isPersistent, bool autostart) =>
        Filters.Passes(flags, Active, Inactive, isActive)
        && Filters.Passes(flags, Persistent, Transient, isPersistent)
        && Filters.Passes(flags, Autostart, NoAutostart, autostart);
}
