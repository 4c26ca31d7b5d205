using System.Text;
using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Linux.Interop;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Linux.Network;

/// <summary>
/// Makes tap interfaces: the frames that the host sends into them are read from descriptors, one a queue, which QEMU gets.
/// The interface goes when the last descriptor is closed, unless it is persistent. It appears in the network namespace of
/// the calling thread.
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
        ThrowIfOutOfRange(queues);
        var opened = new List<SafeFileHandle>(queues);
        try
        {
            for (var number = 0; number < queues; number++)
            {
                opened.Add(LinuxFile.Open(DevicePath, OpenFlags.ReadWrite));

                // Whoever has that name already keeps it: only the first queue makes the interface, the others join it.
                name = Attach(opened[^1], name, (ushort)(FlagsOf(queues) | (number == 0 ? TunCalls.Exclusive : 0)));
            }

            return (name, opened);
        }
        catch
        {
            Close(opened);
            throw;
        }
    }

    /// <summary>
    /// Makes an interface that stays without any descriptor, until it is deleted (<see cref="Links.Delete"/>); its queues are
    /// opened later, by <see cref="Open"/> with the same number.
    /// </summary>
    /// <param name="name">Its name, at most 15 bytes; with <c>%d</c> in it the kernel puts the first free number there.</param>
    /// <param name="queues">How many it is for, 1 to <see cref="MostQueues"/>: an interface for one cannot have several.</param>
    /// <returns>The name that it has got.</returns>
    /// <exception cref="LinuxException">The name is taken, or the rights are missing.</exception>
    public static string CreatePersistent(string name, int queues = 1)
    {
        ThrowIfOutOfRange(queues);
        using var queue = LinuxFile.Open(DevicePath, OpenFlags.ReadWrite);
        name = Attach(queue, name, (ushort)(FlagsOf(queues) | TunCalls.Exclusive));
        LinuxException.Check(TunCalls.Request(queue, TunCalls.SetPersistent, 1), "TUNSETPERSIST", name);
        return name;
    }

    /// <summary>Opens the queues of a persistent interface.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="queues">How many; several only if it was made for several.</param>
    /// <returns>The descriptors, which belong to the caller.</returns>
    /// <exception cref="LinuxException">ENODEV: there is none. EBUSY: its queues are open. EINVAL: it is no tap, or not made for so many.</exception>
    public static IReadOnlyList<SafeFileHandle> Open(string name, int queues)
    {
        ThrowIfOutOfRange(queues);
        var opened = new List<SafeFileHandle>(queues);
        try
        {
            for (var number = 0; number < queues; number++)
            {
                opened.Add(OpenQueue(name, queues));
            }

            return opened;
        }
        catch
        {
            Close(opened);
            throw;
        }
    }

    /// <summary>Opens one more of the queues of a persistent interface.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="queues">How many it was made for.</param>
    /// <exception cref="LinuxException">As of <see cref="Open"/>.</exception>
    public static SafeFileHandle OpenQueue(string name, int queues)
    {
        var queue = LinuxFile.Open(DevicePath, OpenFlags.ReadWrite);
        try
        {
            Attach(queue, name, FlagsOf(queues));

            // Else there was no such interface: this one came with the descriptor, and goes with it.
            return IsPersistent(queue, name) ? queue : throw new LinuxException(Errno.ENODEV, "TUNSETIFF", name);
        }
        catch
        {
            queue.Dispose();
            throw;
        }
    }

    internal static ushort FlagsOf(int queues) =>
        (ushort)(TunCalls.Tap | TunCalls.NoPacketInformation | TunCalls.VirtioHeader | (queues > 1 ? TunCalls.MultiQueue : 0));

    private static unsafe bool IsPersistent(SafeFileHandle queue, string name)
    {
        // SAFETY: the request is a struct of 40 bytes on the stack, which the kernel fills in.
        var request = default(TapRequest);
        LinuxException.Check(TunCalls.Request(queue, TunCalls.GetInterface, &request), "TUNGETIFF", name);
        return (request.Flags & TunCalls.Persistent) != 0;
    }

    private static void Close(List<SafeFileHandle> queues) => queues.ForEach(queue => queue.Dispose());

    private static void ThrowIfOutOfRange(int queues)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(queues, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(queues, MostQueues);
    }

    internal static unsafe string Attach(SafeFileHandle queue, string name, ushort flags)
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
