using System.Collections.Concurrent;
using System.Threading.Channels;
using Lodge.Model.Networks;
using Lodge.Network.Planning;
using Lodge.Network.Records;
using Microsoft.Extensions.Logging;

namespace Lodge.Network.Leases;

/// <summary>Knows the leases of all running networks, and tells what happens to them, by watching the files that dnsmasq writes.</summary>
internal sealed partial class LeaseBook : IAsyncDisposable
{
    // dnsmasq empties its file before it writes it anew: what is read counts when it is read twice.
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(25);

    private readonly ConcurrentDictionary<Guid, Page> _pages = new();
    private readonly Channel<Guid> _changed = Channel.CreateUnbounded<Guid>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _ending = new();
    private readonly NetworkFolders _folders;
    private readonly Func<IReadOnlyList<DhcpLease>, IReadOnlyList<DhcpLease>, Task> _onChange;
    private readonly ILogger<LeaseBook> _logger;
    private readonly Task _reading;
    private FileSystemWatcher? _watcher;

    /// <summary>Begins; nothing is watched before the first network is.</summary>
    /// <param name="folders">Where the files are.</param>
    /// <param name="onChange">Told the leases of one network before and after each change.</param>
    /// <param name="logger">The log.</param>
    public LeaseBook(NetworkFolders folders, Func<IReadOnlyList<DhcpLease>, IReadOnlyList<DhcpLease>, Task> onChange, ILogger<LeaseBook> logger)
    {
        (_folders, _onChange, _logger) = (folders, onChange, logger);
        _reading = Task.Run(ReadChangesAsync);
    }

    /// <summary>The leases of all networks.</summary>
    public IReadOnlyList<DhcpLease> All => [.. _pages.Values.SelectMany(page => page.Leases)];

    /// <summary>The leases of a network; none when it is not followed.</summary>
    public IReadOnlyList<DhcpLease> Of(Guid network) => _pages.TryGetValue(network, out var page) ? page.Leases : [];

    /// <summary>Follows a network's leases. What is there already is no news.</summary>
    /// <exception cref="IOException">The folder cannot be watched.</exception>
    public void Follow(Guid network, IReadOnlyList<HostSubnet> subnets)
    {
        Watch();
        _pages[network] = new Page(subnets, Read(network, subnets));
    }

    /// <summary>Forgets a network.</summary>
    public void Forget(Guid network) => _pages.TryRemove(network, out _);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _watcher?.Dispose();
        await _ending.CancelAsync();
        await _reading;
        _ending.Dispose();
    }

    private void Watch()
    {
        if (_watcher is null)
        {
            _watcher = new FileSystemWatcher(_folders.Leases) { NotifyFilter = NotifyFilters.LastWrite | NotifyFilters.Size | NotifyFilters.FileName };
            _watcher.Changed += (_, change) => Note(change.Name);
            _watcher.Created += (_, change) => Note(change.Name);
            _watcher.Error += (_, _) => NoteAll();
            _watcher.EnableRaisingEvents = true;
        }
    }

    private void Note(string? name)
    {
        if (Guid.TryParse(name, out var network))
        {
            _changed.Writer.TryWrite(network);
        }
    }

    // So many changes that the kernel could not keep them.
    private void NoteAll()
    {
        foreach (var network in _pages.Keys)
        {
            _changed.Writer.TryWrite(network);
        }
    }

    private async Task ReadChangesAsync()
    {
        try
        {
            while (await _changed.Reader.WaitToReadAsync(_ending.Token))
            {
                await Task.Delay(Settling, _ending.Token);
                var networks = new HashSet<Guid>();
                while (_changed.Reader.TryRead(out var network))
                {
                    networks.Add(network);
                }

                foreach (var network in networks)
                {
                    await RefreshAsync(network);
                }
            }
        }
        catch (OperationCanceledException)
        {
            return; // The end.
        }
    }

    private async Task RefreshAsync(Guid network)
    {
        if (!_pages.TryGetValue(network, out var page))
        {
            return;
        }

        try
        {
            var leases = await ReadSettledAsync(network, page.Subnets);
            if (!leases.SequenceEqual(page.Leases) && _pages.TryUpdate(network, page with { Leases = leases }, page))
            {
                await _onChange(page.Leases, leases);
            }
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            RefreshFailed(network, trouble);
        }
    }

    private async Task<IReadOnlyList<DhcpLease>> ReadSettledAsync(Guid network, IReadOnlyList<HostSubnet> subnets)
    {
        var leases = Read(network, subnets);
        while (true)
        {
            await Task.Delay(Settling, _ending.Token);
            var again = Read(network, subnets);
            if (again.SequenceEqual(leases))
            {
                return again;
            }

            leases = again;
        }
    }

    private IReadOnlyList<DhcpLease> Read(Guid network, IReadOnlyList<HostSubnet> subnets)
    {
        var path = _folders.Of(network).Leases;
        return File.Exists(path) ? LeaseFileParser.Parse(File.ReadAllText(path), network, subnets) : [];
    }

    [LoggerMessage(7101, LogLevel.Warning, "The leases of network {Network} cannot be followed")]
    private partial void RefreshFailed(Guid network, Exception trouble);

    private sealed record Page(IReadOnlyList<HostSubnet> Subnets, IReadOnlyList<DhcpLease> Leases);
}
