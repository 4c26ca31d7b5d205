using System.Collections.Concurrent;
using System.Threading.Channels;
using Lodge.Engine.Ports;
using Lodge.Model.Vms;

namespace Lodge.Api.Tests.Support;

/// <summary>A QEMU with a guest that obeys the power button (unless deaf) and echoes what is typed.</summary>
internal sealed class FakeGuest(VmRuntime runtime) : IVmProcess
{
    private readonly Channel<VmProcessEvent> _events = Channel.CreateUnbounded<VmProcessEvent>();
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentBag<FakeSerial> _serials = [];
    private GuestRunState _state = GuestRunState.NotStarted;

    public bool IsDeaf { get; set; }

    /// <summary>What a save waits for.</summary>
    public Task SaveGate { get; set; } = Task.CompletedTask;

    public VmRuntime Runtime => runtime;

    public ChannelReader<VmProcessEvent> Events => _events.Reader;

    public Task Exited => _exited.Task;

    /// <summary>Lets the guest print.</summary>
    public void Print(byte[] bytes)
    {
        foreach (var serial in _serials)
        {
            serial.Print(bytes);
        }
    }

    public Task<GuestRunState> QueryStateAsync(CancellationToken cancellationToken) => Task.FromResult(_state);

    public Task ResumeAsync(CancellationToken cancellationToken) => Switch(GuestRunState.Running, new GuestResumed());

    public Task PauseAsync(CancellationToken cancellationToken) => Switch(GuestRunState.Paused, new GuestPaused());

    public Task WakeUpAsync(CancellationToken cancellationToken) => Switch(GuestRunState.Running, new GuestWokeUp());

    public Task ResetAsync(CancellationToken cancellationToken)
    {
        _events.Writer.TryWrite(new GuestReset(ByGuest: false));
        return Task.CompletedTask;
    }

    public Task PowerDownAsync(CancellationToken cancellationToken) =>
        IsDeaf ? Task.CompletedTask : Switch(GuestRunState.PoweredOff, new GuestPoweredOff("guest-shutdown"));

    public Task QuitAsync(CancellationToken cancellationToken)
    {
        if (_exited.TrySetResult())
        {
            foreach (var serial in _serials)
            {
                serial.Dispose();
            }

            _events.Writer.TryWrite(new ProcessExited(true, "exited with status 0", []));
            _events.Writer.TryComplete();
        }

        return Task.CompletedTask;
    }

    public async Task SaveAsync(string path, SavedStateHeader header, IProgress<double> progress, CancellationToken cancellationToken)
    {
        progress.Report(0.5);
        await SaveGate.WaitAsync(cancellationToken);
        FakeSavedStates.Write(path, header);
    }

    public Task AbandonSaveAsync(string path, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<Stream> ConnectSerialAsync(int index, CancellationToken cancellationToken)
    {
        var serial = new FakeSerial();
        _serials.Add(serial);
        return Task.FromResult<Stream>(serial);
    }

    public void WriteIntent(RunIntent intent)
    {
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task Switch(GuestRunState state, VmProcessEvent happened)
    {
        _state = state;
        _events.Writer.TryWrite(happened);
        return Task.CompletedTask;
    }
}
