using Lodge.Linux.Errors;
using Lodge.Linux.Network;
using Lodge.Model.Errors;
using Lodge.Qemu.Planning;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Qemu.Launching;

/// <summary>Opens queues of interfaces that cards are plugged into.</summary>
internal static class CardQueue
{
    /// <summary>A queue of a tap.</summary>
    /// <exception cref="LodgeException">The interface is gone, or in use.</exception>
    public static SafeFileHandle OpenTap(TapQueue queue)
    {
        try
        {
            return TapDevice.OpenQueue(queue.Interface, queue.Queues);
        }
        catch (LinuxException failure)
        {
            throw NotOpened("tap", queue.Interface, failure, failure.Name switch
            {
                "ENODEV" => "Somebody has removed it. Start the VM again, or detach the card and attach it again.",
                "EBUSY" => "Another process has it open: 'fuser -v /dev/net/tun' shows candidates.",
                "ENOENT" => "Load the kernel's module: modprobe tun",
                _ => "See the message; the daemon needs the right to administer networks.",
            });
        }
    }

    /// <summary>A queue of a macvtap.</summary>
    /// <exception cref="LodgeException">The interface is gone, or in use.</exception>
    public static SafeFileHandle OpenMacvtap(MacvtapQueue queue)
    {
        try
        {
            return MacvtapDevice.OpenQueue(queue.Interface, queue.Queues);
        }
        catch (LinuxException failure)
        {
            throw NotOpened("macvtap", queue.Interface, failure, failure.Name switch
            {
                "ENODEV" => "Somebody has removed it. Start the VM again, or detach the card and attach it again.",
                "ENOENT" => "Its device file is missing: /dev must be a devtmpfs, as it is unless a container has another one.",
                _ => "See the message; the daemon needs the right to administer networks.",
            });
        }
    }

    private static LodgeException NotOpened(string kind, string name, LinuxException failure, string remedy) => new(
        ErrorCode.HypervisorFailed, $"The {kind} interface '{name}' of a card cannot be opened: {ErrnoWords.Explain(failure.Errno)}.", remedy, failure);
}
