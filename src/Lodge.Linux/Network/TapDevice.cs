using System.Text;
using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Linux.Interop;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Linux.Network;

/// <summary>
/// Makes tap interfaces: the frames that the host sends into them are read from descriptors, one a queue, which QEMU gets.
/// The interface goes when the last descriptor is closed. It appears in the network namespace of the calling thread.
/// </summary>
public static class TapDevice
{
    /// <summary>Most queues that the kernel gives one interface (MAX_TAP_QUEUES).</summary>
    public const int MostQueues = 256;

    private const string DevicePath = "/dev/net/tun";

    /// <summary>Makes an interface and opens its queues, with headers of virtio before each frame.</summary>
    /// <param name="name">Its name, at most 15 bytes; with <c>%d</c> in it the kernel puts the first free number there.</param>
    /// <param name="queues">How many, 1 to <see cref="MostQueues"/>.</param>
    /// <returns>The name that it has got, and the descriptors, which belong to the caller.</returns>
    /// <exception cref="LinuxException">The name is taken, or the rights are missing.</exception>
    public static (string Name, IReadOnlyList<SafeFileHandle> Queues) Create(string name, int queues = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(queues, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(queues, MostQueues);
        var opened = new List<SafeFileHandle>(queues);
        try
        {
            var flags = TunCalls.Tap | TunCalls.NoPacketInformation | TunCalls.VirtioHeader | (queues > 1 ? TunCalls.MultiQueue : 0);
            for (var number = 0; number < queues; number++)
            {
                opened.Add(LinuxFile.Open(DevicePath, OpenFlags.ReadWrite));

                // Whoever has that name already keeps it: only the first queue makes the interface, the others join it.
                name = Attach(opened[^1], name, (ushort)(flags | (number == 0 ? TunCalls.Exclusive : 0)));
            }

            return (name, opened);
        }
        catch
        {
            opened.ForEach(queue => queue.Dispose());
            throw;
        }
    }

    private static unsafe string Attach(SafeFileHandle queue, string name, ushort flags)
    {
        if (Encoding.UTF8.GetByteCount(name) is 0 or >= TapRequest.NameSize)
        {
            throw new LinuxException(Errno.EINVAL, "TUNSETIFF", name);
        }

        // SAFETY: the name was found to fit with its zero, and the request is a struct of 40 bytes on the stack.
        var request = new TapRequest { Flags = flags };
        Encoding.UTF8.GetBytes(name, new Span<byte>(request.Name, TapRequest.NameSize));
        LinuxException.Check(TunCalls.Request(queue, TunCalls.SetInterface, &request), "TUNSETIFF", name);
        var given = new ReadOnlySpan<byte>(request.Name, TapRequest.NameSize);
        return Encoding.UTF8.GetString(given[..given.IndexOf((byte)0)]);
    }
}
