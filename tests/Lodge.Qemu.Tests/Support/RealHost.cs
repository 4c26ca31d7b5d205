using System.Runtime.CompilerServices;
using Lodge.Engine.Ports;
using Lodge.Linux.Processes;
using Lodge.Model.Networks;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.States;
using Lodge.Qemu.Planning;
using Lodge.TestSupport.Guests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lodge.Qemu.Tests.Support;

/// <summary>Real QEMUs under TCG in a root folder of their own. Disposing ends whatever still runs in it.</summary>
internal sealed class RealHost : IAsyncDisposable
{
    public const int FirstUid = 991_100;

    private readonly List<Guid> _vms = [];
    private PidFdWatcher _watcher = new();
    private QemuBackend? _backend;

    private RealHost(string root) => Root = root;

    public string Root { get; }

    public QemuOptions Options => new()
    {
        RunFolder = Path.Combine(Root, "run"),
        StateFolder = Path.Combine(Root, "state"),
        LogFolder = Path.Combine(Root, "log"),
        ShimPath = FindShim(),
        Root = Root,
        TlsFolder = Path.Combine(Root, "tls"),
        Instance = "qemu-tests-" + Path.GetFileName(Root),
        Accelerator = new AcceleratorPolicy(Accelerator.Tcg),
        Uids = Environment.IsPrivilegedProcess ? new UidRange(FirstUid, 500) : null,
    };

    public QemuBackend Backend => _backend ??= Open();

    public IHypervisor Hypervisor => Backend.Hypervisor;

    /// <summary>A host; the test is skipped where there is no QEMU.</summary>
    public static RealHost Create()
    {
        Assert.SkipUnless(File.Exists(new QemuOptions { RunFolder = "", StateFolder = "", LogFolder = "", ShimPath = "" }.QemuBinary), "QEMU is not installed");
        return new RealHost(Directory.CreateTempSubdirectory("lodge-qemu-").FullName);
    }

    /// <summary>Lets go of everything as a daemon that is killed does; <see cref="Backend"/> is a new one afterwards.</summary>
    public void Restart()
    {
        _backend?.Dispose();
        _watcher.Dispose();
        (_watcher, _backend) = (new PidFdWatcher(), null);
    }

    /// <summary>A VM with the serial guest on a disk of its own.</summary>
    public VmDefinition Guest(string name = "guest")
    {
        var disk = Path.Combine(Root, $"{name}.raw");
        if (!File.Exists(disk))
        {
            SerialGuest.WriteDisk(disk);
            File.SetUnixFileMode(disk, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return new VmDefinition
        {
            Id = Guid.CreateVersion7(),
            Name = name,
            Memory = new() { Size = Model.Primitives.ByteSize.FromMiB(64) },
            Disks = [new() { Name = "vda", Format = DiskFormat.Raw, Source = new FileDiskSource { Path = disk } }],
        };
    }

    public async Task<IVmProcess> LaunchAsync(VmDefinition definition, string? restoreFrom = null, IReadOnlyList<NicPlug>? plugs = null, ISecretValues? secrets = null)
    {
        _vms.Add(definition.Id);
        var intent = Intent(definition) with { SavedState = restoreFrom };
        return await Hypervisor.LaunchAsync(
            new VmLaunchRequest(definition, 1, intent, restoreFrom) { Plugs = plugs ?? [], Secrets = secrets ?? NoSecretValues.Instance }, TestContext.Current.CancellationToken);
    }

    public static RunIntent Intent(VmDefinition definition) => new()
    {
        Definition = definition,
        Revision = 1,
        Persistent = true,
        Status = new VmStatus(VmState.Starting, VmReason.Booting, DateTimeOffset.UtcNow),
        Operation = RunOperation.Starting,
    };

    public string RunFolderOf(VmDefinition definition) => Path.Combine(Options.RunFolder, "vms", definition.Id.ToString());

    /// <summary>Control groups of this host that still have a folder.</summary>
    public IReadOnlyList<string> Cgroups() => Directory.Exists("/sys/fs/cgroup")
        ? [.. Directory.EnumerateDirectories("/sys/fs/cgroup", Options.Instance, new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 4, IgnoreInaccessible = true }).SelectMany(Directory.EnumerateDirectories)]
        : [];

    public async ValueTask DisposeAsync()
    {
        foreach (var vm in _vms)
        {
            await Hypervisor.CleanUpAsync(vm, CancellationToken.None);
        }

        await Hypervisor.SweepAsync(new HashSet<Guid>(), CancellationToken.None);
        _backend?.Dispose();
        _watcher.Dispose();
        Linux.Cgroups.CgroupTree.Prepare(Linux.Cgroups.CgroupLayout.Detect(), Options.Instance).RemovePlace();
        await DeleteRootAsync();
    }

    // What QEMU can do may just be being written down by the probe in the background.
    private async Task DeleteRootAsync()
    {
        for (var tries = 50; ; tries--)
        {
            try
            {
                Directory.Delete(Root, recursive: true);
                return;
            }
            catch (IOException) when (tries > 0)
            {
                await Task.Delay(20);
            }
        }
    }

    private QemuBackend Open()
    {
        var backend = new QemuBackend(Options, _watcher, NullLoggerFactory.Instance);
        backend.Start(CancellationToken.None);
        return backend;
    }

    private static string FindShim([CallerFilePath] string source = "")
    {
        if (Environment.GetEnvironmentVariable("LODGE_LAUNCH") is { Length: > 0 } named)
        {
            return named;
        }

        var root = source[..source.LastIndexOf("/tests/", StringComparison.Ordinal)];
        var configuration = AppContext.BaseDirectory.TrimEnd('/').Split('/')[^1];
        return Path.Combine(root, "artifacts/bin/Lodge.Launch", configuration, "lodge-launch");
    }
}
