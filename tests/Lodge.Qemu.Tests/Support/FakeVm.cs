using Lodge.Engine.Ports;
using Lodge.Linux.Cgroups;
using Lodge.Linux.Devices;
using Lodge.Linux.Processes;
using Lodge.Model.Host;
using Lodge.Model.Vms;
using Lodge.Qemu.Companions;
using Lodge.Qemu.Host.Assignment;
using Lodge.Qemu.Launching;
using Lodge.Qemu.Meters;
using Lodge.Qemu.Processes;
using Lodge.Qemu.Recovery;
using Lodge.Qemu.RunFolders;
using Lodge.Qemu.Tests.Planning;
using Lodge.Qemu.Tuning;
using Lodge.TestSupport.Qmp;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lodge.Qemu.Tests.Support;

/// <summary>A process of ours whose monitor is faked: the process is a sleep, the monitor a fake QMP peer.</summary>
internal sealed class FakeVm : IAsyncDisposable
{
    private readonly PidFdWatcher _watcher = new();
    private readonly string _root = Directory.CreateTempSubdirectory("lodge-fakevm-").FullName;

    private FakeVm(FakeQmpOptions options, VmDefinition definition)
    {
        Definition = definition;
        Folders = new VmFolders(new QemuOptions { RunFolder = _root, StateFolder = _root, LogFolder = _root, ShimPath = "" });
        Directory.CreateDirectory(Folders.Of(definition.Id).RunFolder);
        Monitor = FakeQmpServer.Listen(Folders.Of(definition.Id).QmpSocket, options);
        Sleep = new Spawner(_watcher).Spawn(new SpawnRequest { Executable = "/bin/sleep", Arguments = ["1000"] });
    }

    public VmDefinition Definition { get; }

    public VmFolders Folders { get; }

    public FakeQmpServer Monitor { get; }

    public ProcessHandle Sleep { get; }

    public QemuVmProcess Vm { get; private set; } = null!;

    public QmpSession Session { get; private set; } = null!;

    public static async Task<FakeVm> StartAsync(FakeQmpOptions? options = null, VmDefinition? definition = null)
    {
        var fake = new FakeVm(options ?? new FakeQmpOptions { NoShutdown = true }, definition ?? PlanCases.Vm());
        await fake.ConnectAsync();
        return fake;
    }

    public async ValueTask DisposeAsync()
    {
        Sleep.Signal(Signals.Kill);
        await Vm.DisposeAsync();
        await Monitor.DisposeAsync();
        _watcher.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private async Task ConnectAsync()
    {
        var paths = Folders.Of(Definition.Id);
        var client = await QmpTransport.ConnectAsync(paths.QmpSocket, TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        var session = Session = new QmpSession(Definition.Name, paths.QmpSocket, client, Sleep, NullLogger.Instance);
        var record = new RunRecordFile(paths.Record, new RunRecord { Intent = RealHost.Intent(Definition), Runtime = Runtime(), ProcessStartTime = Sleep.StartTime });
        var noCgroups = new Lazy<CgroupTree>(() => CgroupTree.Prepare(new CgroupLayout(CgroupKind.None, [], []), "fake"));
        var claims = new VmClaims(null);
        var lender = new DeviceLender(new Sysfs(), NullLogger<DeviceLender>.Instance);
        var tools = new LaunchTools
        {
            Options = null!,
            Folders = Folders,
            Facts = null!,
            CpuModels = null!,
            Kvm = null!,
            Claims = claims,
            Cgroups = noCgroups,
            Cleaner = new VmCleaner(Folders, noCgroups, claims, lender, _watcher),
            Lender = lender,
            Shim = null!,
            Spawner = null!,
            SessionLogger = NullLogger<QmpSession>.Instance,
        };
        var tuner = new VmTuner(Definition, Sleep.Pid, new PerfCounters(Sleep.Pid), session, noCgroups, NullLogger.Instance);
        Vm = new QemuVmProcess(new QemuParts(Sleep, session, record, paths, new CompanionGroup([]), tuner), tools);
    }

    private VmRuntime Runtime() => new()
    {
        ProcessId = Sleep.Pid,
        StartedAt = DateTimeOffset.UtcNow,
        Definition = Definition,
        DefinitionRevision = 1,
        Accel = Accelerator.Tcg,
        AccelReason = "because",
        QemuVersion = "7.2.22",
        MachineName = "pc-q35-7.2",
        Security = new SecurityReport([]),
    };
}
