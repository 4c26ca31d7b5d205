namespace Lodge.Qemu.Planning;

/// <summary>The context ids by which guests are addressed on the host's AF_VSOCK (vsock(7)).</summary>
internal static class VsockCids
{
    private const uint FirstOfGuests = 3;
    private const uint LastChosen = 0x7FFFFFFF;

    /// <summary>
    /// The id of a VM whose definition names none: it follows from the VM's own id, and so is the same at each start.
    /// Among two thousand million, two VMs of a host hardly meet; when they do, the kernel refuses the second one.
    /// </summary>
    public static long Of(Guid vmId)
    {
        var hash = 2166136261u; // FNV-1a
        foreach (var part in vmId.ToByteArray())
        {
            hash = (hash ^ part) * 16777619u;
        }

        return FirstOfGuests + (hash % (LastChosen - FirstOfGuests));
    }
}
