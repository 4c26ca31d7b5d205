using Lodge.Linux.Descriptors;
using Lodge.Qemu.Launching;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Qemu.Companions;

/// <summary>The socket that a companion is started with. Disposing closes what nobody has taken.</summary>
internal sealed class CompanionSocket : IDisposable
{
    private SafeFileHandle? _forQemu;

    private CompanionSocket(SafeFileHandle own, SafeFileHandle? forQemu) => (Own, _forQemu) = (own, forQemu);

    /// <summary>The companion's: it listens, or is connected to QEMU's end.</summary>
    public SafeFileHandle Own { get; }

    /// <summary>Makes it.</summary>
    /// <exception cref="Model.Errors.LodgeException">It cannot be made.</exception>
    public static CompanionSocket Make(CompanionPlan plan)
    {
        if (plan.Socket is { } path)
        {
            return new CompanionSocket(RunSocket.Listen(path), null);
        }

        var (own, other) = SocketPair.Create();
        return new CompanionSocket(own, other);
    }

    /// <summary>QEMU's end, which is the caller's from now on; null when QEMU connects.</summary>
    public SafeFileHandle? TakeForQemu() => Interlocked.Exchange(ref _forQemu, null);

    public void Dispose()
    {
        Own.Dispose();
        TakeForQemu()?.Dispose();
    }
}
