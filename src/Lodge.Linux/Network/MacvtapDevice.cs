using System.Globalization;
using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Linux.Interop;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Linux.Network;

/// <summary>
/// Opens the queues of macvtap interfaces, which <see cref="Links"/> makes. The frames of one are read and written at
/// <c>/dev/tapN</c>, N being its number.
/// </summary>
public static class MacvtapDevice
{
    /// <summary>The device file of an interface in the network namespace of the calling thread.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="LinuxException">ENODEV: there is none.</exception>
    public static string PathOf(string name)
    {
        var number = InterfaceCalls.NumberOf(name);
        LinuxException.Check(number == 0 ? -1 : 0, "if_nametoindex", name);
        return string.Create(CultureInfo.InvariantCulture, $"/dev/tap{number}");
    }

    /// <summary>Opens one more queue, with headers of virtio before each frame.</summary>
    /// <param name="name">Name of the interface.</param>
    /// <param name="queues">How many will be opened in all.</param>
    /// <returns>The descriptor, which belongs to the caller.</returns>
    /// <exception cref="LinuxException">ENODEV: there is no such interface. ENOENT: it has no device file.</exception>
    public static SafeFileHandle OpenQueue(string name, int queues)
    {
        var queue = LinuxFile.Open(PathOf(name), OpenFlags.ReadWrite);
        try
        {
            TapDevice.Attach(queue, name, TapDevice.FlagsOf(queues));
            return queue;
        }
        catch
        {
            queue.Dispose();
            throw;
        }
    }
}
