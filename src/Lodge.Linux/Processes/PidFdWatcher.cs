using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Lodge.Linux.Errors;
using Lodge.Linux.Interop;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Linux.Processes;

/// <summary>
/// Notices the end of processes: one thread waits, through epoll, for the pidfds of all of them. A pidfd becomes
/// readable the moment its process ends (pidfd_open(2)). The composition root owns one instance.
/// </summary>
public sealed class PidFdWatcher : IDisposable
{
    private const ulong WakeUp = 0;
    private const int BatchSize = 64;

    private readonly ConcurrentDictionary<ulong, Registration> _registrations = new();
    private readonly SafeFileHandle _epoll;
    private readonly SafeFileHandle _wake;
    private readonly Thread _thread;
    private ulong _lastToken = WakeUp;
    private int _disposed;

    /// <summary>Starts the thread.</summary>
    /// <exception cref="LinuxException">The kernel has no descriptor left.</exception>
    public PidFdWatcher()
    {
        _epoll = Valid(EpollCalls.Create(EpollCalls.CloseOnExec), "epoll_create1");
        _wake = Valid(EpollCalls.EventFd(0, EpollCalls.CloseOnExec | EpollCalls.NonBlocking), "eventfd");
        Control(EpollCalls.Add, _wake, EpollCalls.In, WakeUp);
        _thread = new Thread(Run, 256 * 1024) { IsBackground = true, Name = "pidfd watcher" };
        _thread.Start();
    }

    /// <summary>How many descriptors are being watched.</summary>
    public int Count => _registrations.Count;

    /// <summary>Calls back once, on the watcher's thread, when a descriptor is readable or closed at its far end.</summary>
    /// <param name="descriptor">Kept open until the call back or <see cref="Unwatch"/>.</param>
    /// <param name="onReady">Must be short and must not throw.</param>
    /// <returns>What <see cref="Unwatch"/> takes.</returns>
    internal ulong Watch(SafeHandle descriptor, Action onReady)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        var token = Interlocked.Increment(ref _lastToken);
        var held = false;
        descriptor.DangerousAddRef(ref held);
        _registrations[token] = new Registration(descriptor, onReady);
        try
        {
            Control(EpollCalls.Add, descriptor, EpollCalls.In | EpollCalls.OneShot, token);
        }
        catch
        {
            _registrations.TryRemove(token, out _);
            descriptor.DangerousRelease();
            throw;
        }

        return token;
    }

    /// <summary>Ends a registration; afterwards the call back does not begin any more. False when it has begun.</summary>
    internal bool Unwatch(ulong token) => Take(token) is not null;

    /// <summary>Completes when the descriptor can be read without waiting, or its far end is closed.</summary>
    internal async Task WaitReadableAsync(SafeHandle descriptor, CancellationToken cancellation)
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var token = Watch(descriptor, ready.SetResult);
        await using var registration = cancellation.Register(() =>
        {
            if (Unwatch(token))
            {
                ready.SetCanceled(cancellation);
            }
        }).ConfigureAwait(false);
        await ready.Task.ConfigureAwait(false);
    }

    /// <summary>Ends the thread. Processes go on; their ends are not noticed any more.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        Wake();
        if (Thread.CurrentThread != _thread)
        {
            _thread.Join();
        }

        foreach (var token in _registrations.Keys)
        {
            Unwatch(token);
        }

        _epoll.Dispose();
        _wake.Dispose();
    }

    private unsafe void Run()
    {
        var size = EpollCalls.EventSize;
        var events = stackalloc byte[BatchSize * size];
        while (Volatile.Read(ref _disposed) == 0)
        {
            // SAFETY: the buffer holds BatchSize events of the kernel's size and lives as long as this method.
            var count = EpollCalls.Wait(_epoll, events, BatchSize, -1);
            if (count < 0 && Marshal.GetLastPInvokeError() != Errno.EINTR)
            {
                throw LinuxException.Last("epoll_wait");
            }

            for (var i = 0; i < count; i++)
            {
                // Data may lie at an odd address on x86-64, where the structure is packed.
                var token = MemoryMarshal.Read<ulong>(
                    new ReadOnlySpan<byte>(events + (i * size) + EpollCalls.DataOffset, sizeof(ulong)));
                Take(token)?.OnReady();
            }
        }
    }

    /// <summary>Whoever takes a registration out owns its end: exactly one of event and Unwatch.</summary>
    private Registration? Take(ulong token)
    {
        if (!_registrations.TryRemove(token, out var registration))
        {
            return null;
        }

        Control(EpollCalls.Delete, registration.Descriptor, 0, token);
        registration.Descriptor.DangerousRelease();
        return registration;
    }

    private unsafe void Control(int operation, SafeHandle descriptor, uint events, ulong token)
    {
        var data = stackalloc byte[16];

        // SAFETY: 16 bytes hold struct epoll_event on every machine; both fields are written inside of it.
        MemoryMarshal.Write(new Span<byte>(data, 4), events);
        MemoryMarshal.Write(new Span<byte>(data + EpollCalls.DataOffset, 8), token);
        LinuxException.Check(EpollCalls.Control(_epoll, operation, descriptor, data), "epoll_ctl");
    }

    private unsafe void Wake()
    {
        var one = 1UL;

        // SAFETY: an eventfd takes the 8 bytes of one integer.
        _ = FileCalls.Write(_wake, &one, sizeof(ulong));
    }

    private static SafeFileHandle Valid(SafeFileHandle handle, string call) =>
        handle.IsInvalid ? throw LinuxException.Last(call) : handle;

    private sealed record Registration(SafeHandle Descriptor, Action OnReady);
}
