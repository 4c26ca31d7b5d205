using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Lodge.Engine.Ports;
using Lodge.Linux.Network;
using Lodge.Linux.Processes;
using Lodge.Model.Networks;
using Lodge.TestSupport.Networks;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lodge.Network.Tests.Support;

/// <summary>Networks of a host of its own: a namespace, a folder, and a daemon's part that can be replaced by a later one.</summary>
internal sealed class HostUnderTest : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly PidFdWatcher _watcher = new();
    private readonly List<GuestUnderTest> _guests = [];
    private readonly string _dnsmasq;
    private readonly string? _shim;

    private HostUnderTest(string dnsmasq, bool shim)
    {
        (_dnsmasq, _shim) = (dnsmasq, shim ? Shim : null);
        Folder = Path.Combine(Path.GetTempPath(), $"lodge-net-{Guid.NewGuid():N}");
        Directory.CreateDirectory(Path.Combine(Folder, "run"));
        Directory.CreateDirectory(Path.Combine(Folder, "state"));
        Directory.CreateDirectory(Path.Combine(Folder, "log"));
        Namespace = PrivateNetwork.Create();
        Networks = Open();
    }

    public PrivateNetwork Namespace { get; }

    public string Folder { get; }

    public LinuxNetworkHost Networks { get; private set; }

    public Links Links => Namespace.Host.Links;

    public static HostUnderTest Create(string dnsmasq = "/usr/sbin/dnsmasq", bool shim = true)
    {
        Assert.SkipWhen(PrivateNetwork.WhyNot is not null, PrivateNetwork.WhyNot ?? "");
        return new HostUnderTest(dnsmasq, shim);
    }

    /// <summary>A daemon ends, and another one comes.</summary>
    public async Task RestartAsync()
    {
        await Networks.DisposeAsync();
        Networks = Open();
    }

    /// <summary>The host boots: processes, interfaces and the run folder are gone, and a new daemon comes.</summary>
    public async Task BootAsync()
    {
        await Networks.DisposeAsync();
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(process => CommandLine(process).Contains(Folder, StringComparison.Ordinal)))
        {
            using var gone = Process.GetProcessById(int.Parse(Path.GetFileName(process), CultureInfo.InvariantCulture));
            gone.Kill();
            await gone.WaitForExitAsync();
        }

        foreach (var link in Links.List().Where(link => link.Bridge is not null))
        {
            Links.Delete(link.Name);
        }

        Directory.Delete(Path.Combine(Folder, "run"), recursive: true);
        Directory.CreateDirectory(Path.Combine(Folder, "run"));
        Networks = Open();
    }

    /// <summary>Defines and starts a network.</summary>
    public async Task<NetworkRuntime> StartAsync(NetworkDefinition network, CancellationToken cancellationToken) =>
        await Networks.StartAsync(await Networks.CompleteAsync(network, [], flexible: false, cancellationToken), cancellationToken);

    /// <summary>A machine with a cable into a bridge.</summary>
    public GuestUnderTest AddGuest(string bridge, string mac)
    {
        var guest = new GuestUnderTest(this, _watcher, bridge, mac, _guests.Count);
        _guests.Add(guest);
        return guest;
    }

    /// <summary>Bytes a second that a guest receives from the host.</summary>
    public Task<double> MeasureAsync(GuestUnderTest guest, string address, CancellationToken cancellationToken) =>
        Throughput.MeasureAsync(Namespace, guest.Namespace, address, cancellationToken);

    /// <summary>Waits for something to happen.</summary>
    public async Task<T> WaitForAsync<T>(Func<T, bool> wanted, CancellationToken cancellationToken)
        where T : NetworkHappening
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        await foreach (var happening in Networks.Happenings.ReadAllAsync(limit.Token))
        {
            if (happening is T right && wanted(right))
            {
                return right;
            }
        }

        throw new InvalidOperationException("The happenings have ended.");
    }

    /// <summary>Everything that is on the host and below the folder, but logs.</summary>
    public IReadOnlyList<string> Leftovers() =>
    [
        .. Links.List().Where(link => link.Name != "lo" && !link.Name.StartsWith("cable", StringComparison.Ordinal)).Select(link => link.Name),
        .. Directory.EnumerateFiles(Path.Combine(Folder, "run"), "*", SearchOption.AllDirectories),
        .. Directory.EnumerateDirectories("/proc").Select(CommandLine).Where(text => text.Contains(Folder, StringComparison.Ordinal)),
    ];

    /// <summary>What outlives the boot of the host.</summary>
    public IReadOnlyList<string> Kept() => [.. Directory.EnumerateFiles(Path.Combine(Folder, "state"), "*", SearchOption.AllDirectories)];

    public async ValueTask DisposeAsync()
    {
        foreach (var network in Networks.ReadRunning())
        {
            await Networks.StopAsync(network, CancellationToken.None);
        }

        await Networks.DisposeAsync();
        _guests.ForEach(guest => guest.Dispose());
        Namespace.Dispose();
        _watcher.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private LinuxNetworkHost Open() => new(
        new NetworkHostOptions
        {
            RunFolder = Path.Combine(Folder, "run"),
            StateFolder = Path.Combine(Folder, "state"),
            LogFolder = Path.Combine(Folder, "log"),
            Instance = "test",
            DnsmasqBinary = _dnsmasq,
            ShimPath = _shim,
        },
        new PrivatePlace(Namespace),
        _watcher,
        NullLoggerFactory.Instance);

    private static string Shim { get; } = FindShim();

    // As the build made it beside these tests.
    private static string FindShim([CallerFilePath] string source = "") => Path.Combine(
        source[..source.LastIndexOf("/tests/", StringComparison.Ordinal)], "artifacts/bin/Lodge.Launch", AppContext.BaseDirectory.TrimEnd('/').Split('/')[^1], "lodge-launch");

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (IOException)
        {
            return "";
        }
    }
}
