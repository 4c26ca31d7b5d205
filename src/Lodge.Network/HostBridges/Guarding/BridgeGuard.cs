using System.IO.Pipes;
using Lodge.Linux.Errors;
using Lodge.Linux.Processes;
using Lodge.Model.Errors;
using Lodge.Network.Hosts;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Network.HostBridges.Guarding;

/// <summary>
/// The daemon's end of a process that gives an interface back when the daemon dies before its bridge is confirmed: without it,
/// a host that was cut off would stay so until somebody starts another daemon. It waits for the end of a pipe that only the
/// daemon holds, which ends with it, whatever ends it.
/// </summary>
internal sealed class BridgeGuard : IDisposable
{
    /// <summary>Number of the descriptor whose end is the daemon's.</summary>
    public const int LifeDescriptor = 3;

    /// <summary>Number of the descriptor by which the guard says that it watches.</summary>
    public const int ReadyDescriptor = 4;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);

    private readonly AnonymousPipeServerStream _life;
    private readonly ProcessHandle _process;

    private BridgeGuard(AnonymousPipeServerStream life, ProcessHandle process) => (_life, _process) = (life, process);

    /// <summary>Starts the guard of one interface, and waits until it watches.</summary>
    /// <param name="command">The program with its arguments; the interface is put behind them.</param>
    /// <param name="link">The interface.</param>
    /// <param name="place">The network that it is in.</param>
    /// <param name="watcher">Notices ends of processes.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="LodgeException">It does not start.</exception>
    public static async Task<BridgeGuard> StartAsync(
        IReadOnlyList<string> command, string link, NetworkPlace place, PidFdWatcher watcher, CancellationToken cancellationToken)
    {
        var life = new AnonymousPipeServerStream(PipeDirection.Out, HandleInheritability.None);
        try
        {
            await using var ready = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.None);
            var process = place.Run(() => new Spawner(watcher).Spawn(RequestOf([.. command, link], life, ready)));
            life.DisposeLocalCopyOfClientHandle();
            ready.DisposeLocalCopyOfClientHandle();
            var guard = new BridgeGuard(life, process);
            try
            {
                await ready.ReadExactlyAsync(new byte[1], cancellationToken).AsTask().WaitAsync(s_patience, cancellationToken);
            }
            catch
            {
                guard.Dispose();
                throw;
            }

            return guard;
        }
        catch (Exception failure) when (failure is LinuxException or IOException or TimeoutException)
        {
            await life.DisposeAsync();
            throw HostTrouble.Refused($"Nothing was changed: the process that gives '{link}' back when lodged dies does not start", failure as IOException ?? new IOException(failure.Message, failure));
        }
    }

    /// <summary>The guard looks whether there is anything left to give back, and ends.</summary>
    public void Dispose()
    {
        _life.Dispose();
        _process.Dispose();
    }

    // SAFETY: descriptor 2 is this process's standard error for as long as it lives; the handle does not own it.
    private static SpawnRequest RequestOf(string[] line, AnonymousPipeServerStream life, AnonymousPipeServerStream ready) => new()
    {
        Executable = line[0],
        Arguments = line[1..],
        WorkingDirectory = "/",
        Output = new SafeFileHandle(2, ownsHandle: false),
        Descriptors = [new PassedDescriptor(life.ClientSafePipeHandle, LifeDescriptor), new PassedDescriptor(ready.ClientSafePipeHandle, ReadyDescriptor)],
    };
}
