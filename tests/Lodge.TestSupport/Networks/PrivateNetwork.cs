using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Lodge.Linux.Files;
using Lodge.Linux.Network;
using Microsoft.Win32.SafeHandles;

namespace Lodge.TestSupport.Networks;

/// <summary>
/// A network namespace for one test, with nothing in it but loopback, switched on: the network of the machine is not touched.
/// Work runs on a thread that lives in it; sockets that are made there belong to it.
/// </summary>
public sealed partial class PrivateNetwork : IDisposable
{
    private const int NewNetwork = 0x40000000;

    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread _thread;

    private PrivateNetwork()
    {
        var ready = new TaskCompletionSource<SafeFileHandle>();
        _thread = new Thread(() => Live(ready)) { IsBackground = true, Name = "network namespace" };
        _thread.Start();
        Handle = ready.Task.GetAwaiter().GetResult();
        Host = Run(() => new HostNetwork());
        Host.Links.Change("lo", new LinkChange { Up = true });
    }

    /// <summary>The namespace, for whom something is to be moved into it.</summary>
    public SafeFileHandle Handle { get; }

    /// <summary>Its interfaces, addresses and routes; may be used from any thread.</summary>
    public HostNetwork Host { get; }

    /// <summary>Why this process can make none; null when it can.</summary>
    public static string? WhyNot => Environment.IsPrivilegedProcess ? null : "network namespaces are made by root only in these tests";

    public static PrivateNetwork Create() => new();

    /// <summary>Does something within.</summary>
    public T Run<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>();
        _work.Add(() =>
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception failure)
            {
                done.SetException(failure);
            }
        });
        return done.Task.GetAwaiter().GetResult();
    }

    /// <summary>
    /// Does something within that waits meanwhile: what it opens after a wait belongs to the namespace too, as long as nobody
    /// on the way goes on elsewhere (ConfigureAwait).
    /// </summary>
    public Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        new ThreadOfNetwork(_work).Post(
            async _ =>
            {
                try
                {
                    done.SetResult(await work());
                }
                catch (Exception failure)
                {
                    done.SetException(failure);
                }
            },
            null);
        return done.Task;
    }

    public void Dispose()
    {
        Host.Dispose();
        _work.CompleteAdding();
        _thread.Join();
        _work.Dispose();
        Handle.Dispose();
    }

    private void Live(TaskCompletionSource<SafeFileHandle> ready)
    {
        // SAFETY: the call takes a number only, and moves the calling thread, which nobody else uses.
        if (Unshare(NewNetwork) != 0)
        {
            ready.SetException(ExceptionDispatchInfo.SetCurrentStackTrace(new IOException($"unshare: error {Marshal.GetLastPInvokeError()}")));
            return;
        }

        ready.SetResult(LinuxFile.Open("/proc/thread-self/ns/net", OpenFlags.Read));
        foreach (var work in _work.GetConsumingEnumerable())
        {
            work();
        }
    }

    // Whoever waits on the thread goes on there, until the namespace is disposed.
    private sealed class ThreadOfNetwork(BlockingCollection<Action> work) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
            try
            {
                work.Add(() => Do(d, state));
            }
            catch (Exception over) when (over is InvalidOperationException or ObjectDisposedException)
            {
                ThreadPool.QueueUserWorkItem(_ => d(state));
            }
        }

        private void Do(SendOrPostCallback d, object? state)
        {
            var before = Current;
            SetSynchronizationContext(this);
            try
            {
                d(state);
            }
            finally
            {
                SetSynchronizationContext(before);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    private static partial int Unshare(int what);
}
