using Lodge.Libvirt.Errors;

namespace Lodge.Libvirt.Handlers.Domains;

/// <summary>Flags of calls. One that is not known is refused, never ignored.</summary>
internal static class CallFlags
{
    /// <summary>Refuses flags beyond those that a function takes.</summary>
    /// <param name="flags">What the client set.</param>
    /// <param name="known">What can be set.</param>
    /// <param name="function">The client's function.</param>
    public static void Check(uint flags, uint known, string function)
    {
        if ((flags & ~known) != 0)
        {
            throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, $"unsupported flags (0x{flags & ~known:x}) in function {function}");
        }
    }
}
