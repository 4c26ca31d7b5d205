using System.Collections.Concurrent;
using System.Threading.Channels;
using Lodge.Engine.Ports;
using Lodge.Model.Vms.Changes;

namespace Lodge.TestSupport.Engine;

/// <summary>A QEMU process of the <see cref="FakeWorld"/>: it lives on when the daemon dies.</summary>
public sealed class FakeQemu(Guid vmId, int processId)
{
    private readonly ConcurrentBag<FakeSerial> _serials = [];
    private Channel<VmProcessEvent> _events = Channel.CreateUnbounded<VmProcessEvent>();

    public Guid VmId => vmId;

    public int ProcessId => processId;

    /// <summary>The agent in the guest; none runs unless a test starts it.</summary>
    public FakeGuestAgent Agent => field ??= new FakeGuestAgent(this);

    public GuestRunState State { get; set; } = GuestRunState.NotStarted;

    /// <summary>Told of what it reports in its own words.</summary>
    public Action<MonitorEvent>? Listener { get; set; }

    /// <summary>Whether its monitor answers nothing about what was used.</summary>
    public bool IsStuck { get; set; }

    /// <summary>Whether the last request of its disks failed for want of space.</summary>
    public bool DiskFails { get; set; }

    /// <summary>The image that the guest writes to, by name of the disk.</summary>
    public ConcurrentDictionary<string, string> Tops { get; } = new();

    /// <summary>Whether it is killed in the moment in which its disks are switched to new images.</summary>
    public bool DiesWhenSwitched { get; set; }

    /// <summary>Whether it refuses to have its disks switched to new images.</summary>
    public bool RefusesSwitch { get; set; }

    /// <summary>Whether the guest's file systems were frozen when its disks were last switched to new images.</summary>
    public bool? WasFrozenWhenSwitched { get; set; }

    /// <summary>What it copies, by id.</summary>
    internal ConcurrentDictionary<string, FakeBlockJob> BlockJobs { get; } = new();

    /// <summary>Whether it cannot have its guest go on in a copy, and says so only when it is told to.</summary>
    public bool FailsToPivot { get; set; }

    /// <summary>What the guest writes to its only disk as soon as it can after that; null for nothing, or when it has.</summary>
    public string? WritesNext { get; set; }

    /// <summary>The guest runs, and nothing holds its writes.</summary>
    internal void GoOn(FakeWorld world)
    {
        if (State == GuestRunState.Running && WritesNext is { } text && BlockJobs.Values.All(job => job.Phase == BlockJobPhase.Over))
        {
            FakeImage.Write(world, Tops.Values.Single(), text);
            WritesNext = null;
        }
    }

    /// <summary>Whether what it copies never catches up.</summary>
    public bool CopiesForEver { get; set; }

    /// <summary>Whether the guest obeys the power button.</summary>
    public bool ObeysPowerButton { get; set; } = true;

    /// <summary>How often the power button was pressed.</summary>
    public int Presses { get; set; }

    /// <summary>How often the guest was reset.</summary>
    public int Resets { get; set; }

    /// <summary>What was pressed: keys with their hold time in ms, or <c>nmi</c>.</summary>
    public ConcurrentQueue<string> Pressed { get; } = new();

    /// <summary>Commands past Lodge that it got.</summary>
    public ConcurrentQueue<string> Commands { get; } = new();

    /// <summary>The aliases of the devices that were plugged in.</summary>
    public ConcurrentDictionary<string, byte> Devices { get; } = new();

    /// <summary>What was changed while it ran, in words.</summary>
    public ConcurrentQueue<string> Changes { get; } = new();

    /// <summary>Says for which changes it was started without something, and without what.</summary>
    public Func<LiveStep, string?>? Lacks { get; set; }

    /// <summary>Says which changes are refused.</summary>
    public Func<LiveStep, bool>? Refuses { get; set; }

    /// <summary>What the guest's real-time clock shows.</summary>
    public DateTime? Clock { get; set; }

    /// <summary>Ran at least one instruction since it came to be, so that an older saved state is no longer true.</summary>
    public bool HasRun { get; set; }

    public TaskCompletionSource Exited { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ChannelReader<VmProcessEvent> Listen()
    {
        _events = Channel.CreateUnbounded<VmProcessEvent>();
        return _events.Reader;
    }

    /// <summary>Something happens in the guest.</summary>
    public void Report(VmProcessEvent item) => _events.Writer.TryWrite(item);

    /// <summary>Connects to the serial port; the guest echoes what is typed.</summary>
    public Stream ConnectSerial()
    {
        var serial = new FakeSerial();
        _serials.Add(serial);
        return serial;
    }

    /// <summary>The guest prints on its serial port.</summary>
    public void Print(byte[] bytes)
    {
        foreach (var serial in _serials)
        {
            serial.Print(bytes);
        }
    }

    public void PowerOff()
    {
        State = GuestRunState.PoweredOff;
        Report(new GuestPoweredOff("guest-shutdown"));
    }

    public void Panic()
    {
        State = GuestRunState.Panicked;
        Report(new GuestPanicked(null));
    }

    public void End(bool asked)
    {
        Report(new ProcessExited(asked, "killed by signal 9", asked ? [] : ["qemu: last words"]));
        _events.Writer.TryComplete();
        foreach (var serial in _serials)
        {
            serial.Dispose();
        }

        Exited.TrySetResult();
    }
}
