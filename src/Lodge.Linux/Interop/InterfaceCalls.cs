using System.Runtime.InteropServices;

namespace Lodge.Linux.Interop;

/// <summary>Names and numbers of network interfaces (if_nametoindex(3)).</summary>
internal static partial class InterfaceCalls
{
    // SAFETY: the marshaller hands over a copy of the name that ends with a zero; a number comes back.
    [LibraryImport("libc", EntryPoint = "if_nametoindex", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial uint NumberOf(string name);
}
