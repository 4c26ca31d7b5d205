using Lodge.Linux.Processes;
using Lodge.Model.Errors;
using Lodge.Network.Planning.Dnsmasq;

namespace Lodge.Network.Dnsmasq;

/// <summary>What a keeper tells of its dnsmasq.</summary>
/// <param name="Process">The one that serves now; null: none does, for the moment.</param>
/// <param name="LastWords">What the former one last printed.</param>
/// <param name="Problem">Why none serves; null when one does.</param>
internal sealed record DnsmasqNews(ProcessHandle? Process, IReadOnlyList<string> LastWords, string? Problem);

/// <summary>
/// Keeps one dnsmasq running for one network. One that dies is replaced at once; one that keeps dying at once, ever later,
/// up to a minute.
/// </summary>
/// <param name="starter">Starts it.</param>
/// <param name="network">Name of the network.</param>
/// <param name="onNews">Told after each death.</param>
internal sealed class DnsmasqKeeper(DnsmasqStarter starter, string network, Func<DnsmasqNews, Task> onNews)
{
    private static readonly TimeSpan Healthy = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private CancellationTokenSource _ending = new();
    private DnsmasqPlan? _plan;
    private ProcessHandle? _process;
    private DateTimeOffset _startedAt;
    private TimeSpan _pause;

    /// <summary>The process that serves; null when none does.</summary>
    public ProcessHandle? Process => _process is { Exited.IsCompleted: false } alive ? alive : null;

    /// <summary>Takes a running one over.</summary>
    public void Adopt(DnsmasqPlan plan, ProcessHandle process)
    {
        _plan = plan;
        Watch(process);
    }

    /// <summary>Starts it with what it is told now; one that runs is replaced.</summary>
    /// <exception cref="LodgeException">It does not start.</exception>
    public async Task StartAsync(DnsmasqPlan plan, CancellationToken cancellationToken)
    {
        await StopAsync();
        await _turn.WaitAsync(cancellationToken);
        try
        {
            _ending = new CancellationTokenSource();
            _plan = plan;
            _pause = TimeSpan.Zero;
            Watch(await starter.StartAsync(plan, network, cancellationToken));
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Has it read reservations and names again.</summary>
    public void Reload(DnsmasqPlan plan)
    {
        _plan = plan;
        _process?.Signal(Signals.Hangup);
    }

    /// <summary>Ends it, and does not start it again.</summary>
    public async Task StopAsync()
    {
        await _ending.CancelAsync();
        await _turn.WaitAsync();
        try
        {
            if (_process is { } process)
            {
                _process = null;
                await DnsmasqStarter.EndAsync(process);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Lets go of it; it serves on.</summary>
    public void Leave()
    {
        _ending.Cancel();
        _process?.Dispose();
    }

    private void Watch(ProcessHandle process)
    {
        _process = process;
        _startedAt = DateTimeOffset.UtcNow;
        var ending = _ending.Token;
        _ = WatchAsync(process, new DnsmasqLog(_plan!.Files.Log), ending);
    }

    private async Task WatchAsync(ProcessHandle process, DnsmasqLog log, CancellationToken ending)
    {
        try
        {
            await process.WaitForExitAsync(ending);
            await ReplaceAsync(process, log, ending);
        }
        catch (OperationCanceledException)
        {
            return; // It was to end, or the daemon ends.
        }
    }

    private async Task ReplaceAsync(ProcessHandle dead, DnsmasqLog log, CancellationToken ending)
    {
        var lastWords = log.LastWords(0);
        _pause = DateTimeOffset.UtcNow - _startedAt > Healthy ? TimeSpan.Zero : _pause;
        while (true)
        {
            await Task.Delay(_pause, ending);
            _pause = _pause == TimeSpan.Zero ? FirstPause : TimeSpan.FromTicks(Math.Min(_pause.Ticks * 2, LongestPause.Ticks));
            try
            {
                var next = await RestartAsync(dead, ending);
                await onNews(new DnsmasqNews(next, lastWords, null));
                return;
            }
            catch (LodgeException failure)
            {
                await onNews(new DnsmasqNews(null, lastWords, failure.Message));
            }
        }
    }

    private async Task<ProcessHandle> RestartAsync(ProcessHandle dead, CancellationToken ending)
    {
        await _turn.WaitAsync(ending);
        try
        {
            ending.ThrowIfCancellationRequested();
            dead.Dispose();
            var next = await starter.StartAsync(_plan!, network, ending);
            Watch(next);
            return next;
        }
        finally
        {
            _turn.Release();
        }
    }
}
