using Lodge.Daemon.Configuration;
using Lodge.Engine;
using Lodge.Engine.Ports;
using Lodge.Linux.Processes;
using Lodge.Network;
using Lodge.Network.HostBridges;
using Lodge.Qemu;
using Lodge.Qemu.Logs;
using Lodge.Qemu.Planning;
using Lodge.Storage;
using Lodge.Storage.Images;
using Lodge.Storage.Images.Disks;
using Lodge.Store;

namespace Lodge.Daemon.Hosting;

/// <summary>The engine's hands, opened and wired: database, QEMU, networks, images.</summary>
internal sealed class Hands : IAsyncDisposable
{
    private readonly SqliteStore _store;
    private readonly PidFdWatcher _watcher;
    private readonly QemuBackend _qemu;
    private readonly LinuxNetworkHost? _networks;
    private readonly LinuxHostBridges? _bridges;
    private readonly ImageCatalogue _images;

    private Hands(
        SqliteStore store,
        PidFdWatcher watcher,
        QemuBackend qemu,
        LinuxNetworkHost? networks,
        LinuxHostBridges? bridges,
        ImageCatalogue images,
        EnginePorts ports) =>
        (_store, _watcher, _qemu, _networks, _bridges, _images, Ports) = (store, watcher, qemu, networks, bridges, images, ports);

    /// <summary>What the engine needs.</summary>
    public EnginePorts Ports { get; }

    /// <summary>The host.</summary>
    public IHostInfo Host => _networks is { } networks ? new HostWithNetworks(_qemu.HostInfo, networks) : _qemu.HostInfo;

    /// <summary>Opens the database and begins the probes.</summary>
    public static async Task<Hands> OpenAsync(DaemonOptions options, Folders folders, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var watcher = new PidFdWatcher();
        var qemu = new QemuBackend(QemuOptionsFor(options, folders), watcher, loggers);
        qemu.Start(cancellationToken);
        var store = await SqliteStore.OpenAsync(folders.Database, loggers.CreateLogger<SqliteStore>(), cancellationToken);
        var networks = options.Networks ? new LinuxNetworkHost(NetworkOptionsFor(options, folders), watcher, loggers) : null;
        var bridges = options.Networks ? new LinuxHostBridges(BridgeOptionsFor(folders), loggers, watcher) : null;
        var images = new ImageCatalogue(ImageOptionsFor(folders), TimeProvider.System);
        var ports = new EnginePorts
        {
            Store = store,
            Hypervisor = qemu.Hypervisor,
            SavedStates = qemu.SavedStates,
            Snapshots = store.Snapshots,
            Layers = qemu.Layers,
            Checkpoints = store.Checkpoints,
            Bitmaps = qemu.Bitmaps,
            SnapshotFiles = qemu.SnapshotFiles,
            ConsoleLogs = qemu.ConsoleLogs,
            Images = images,
            ImageDisks = new ImageDisks(folders.Disks),
            HugePages = qemu.HugePages,
            Meters = qemu.Meters,
            Devices = qemu.Devices,
            Storage = new LinuxStorageHost(watcher),
            Secrets = store.Secrets,
            Pools = store.Pools,
            NetworkStore = store.Networks,
            NetworkHost = networks ?? (INetworkHost)new NoNetworkHost("they are switched off by the setting 'networks-enabled'"),
            HostBridges = bridges,
            MakesDefaultNetwork = options.Networks && (options.DefaultNetwork ?? options.Root is null) && Environment.IsPrivilegedProcess,
            DefaultPoolFolder = folders.Images,
            BootMarker = new BootMarker(folders.Run),
        };
        return new Hands(store, watcher, qemu, networks, bridges, images, ports);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_networks is not null)
        {
            await _networks.DisposeAsync();
        }

        _bridges?.Dispose();
        _images.Dispose();
        _qemu.Dispose();
        _watcher.Dispose();
        await _store.DisposeAsync();
    }

    private static QemuOptions QemuOptionsFor(DaemonOptions options, Folders folders) => new()
    {
        RunFolder = folders.Run,
        StateFolder = folders.State,
        LogFolder = folders.Log,
        Root = options.Root,
        Instance = folders.Instance,
        ShimPath = ShimOf(options),
        QemuBinary = FindOnPath(options.QemuBinary),
        TlsFolder = options.TlsFolder,
        Accelerator = new AcceleratorPolicy(options.Accel, options.AllowTcgFallback),
        Uids = Environment.IsPrivilegedProcess ? new UidRange(options.VmUidFirst ?? folders.DefaultFirstUid, options.VmUidCount) : null,
        LogLimits = new LogLimits(options.ConsoleLogSize.Bytes, options.ConsoleLogKeep),
    };

    private static ImageStorageOptions ImageOptionsFor(Folders folders) => new()
    {
        ImagesFolder = folders.Images,
        CacheFolder = folders.Cache,
        DisksFolder = folders.Disks,
        UserCatalogue = Path.Combine(folders.Configuration, "images.json"),
        KeyringFolders = [Path.Combine(folders.Configuration, "keyrings"), "/usr/share/keyrings"],
    };

    private static NetworkHostOptions NetworkOptionsFor(DaemonOptions options, Folders folders) => new()
    {
        StateFolder = folders.State,
        RunFolder = folders.Run,
        LogFolder = folders.Log,
        Instance = folders.Instance,
        ShimPath = ShimOf(options),
    };

    private static HostBridgeOptions BridgeOptionsFor(Folders folders) => new()
    {
        StateFolder = folders.State,
        Instance = folders.Instance,
        GuardCommand = Environment.ProcessPath is { } self ? [self, BridgeGuardProcess.Argument, folders.State, folders.Instance] : null,
    };

    private static string ShimOf(DaemonOptions options) => options.LaunchBinary ?? Path.Combine(AppContext.BaseDirectory, "lodge-launch");

    // A name that is nowhere on the PATH is kept: starting a VM then says that QEMU is missing, and the daemon serves on.
    private static string FindOnPath(string program) => program.Contains('/', StringComparison.Ordinal)
        ? Path.GetFullPath(program)
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .Where(folder => folder.StartsWith('/'))
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists) ?? $"/usr/bin/{program}";
}
