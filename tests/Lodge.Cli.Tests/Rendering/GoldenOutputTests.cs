using Lodge.Cli.Rendering;
using Lodge.Cli.Tests.Support;
using Lodge.Model.Errors;
using Lodge.Model.Events;
using Lodge.Model.Jobs;
using Lodge.Model.Secrets;
using Lodge.Model.Storage;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.States;

namespace Lodge.Cli.Tests.Rendering;

public sealed class GoldenOutputTests
{
    private static DateTimeOffset Now => FixedClock.Noon;

    private static Style Colours => new(true);

    [Fact]
    public void List_shows_each_vm_with_its_state_in_words()
    {
        var rows = new[]
        {
            Samples.Row("db", VmState.Stopped, VmReason.ProcessDied, TimeSpan.FromSeconds(30)),
            Samples.Row("mail", VmState.Paused, VmReason.IoError, TimeSpan.FromHours(26), Accelerator.Kvm, "evil \e]0;title\a"),
            Samples.Row("shop-with-a-long-name", VmState.Stopped, VmReason.NeverStarted, TimeSpan.FromDays(40)),
            Samples.Row("web1", VmState.Running, VmReason.Booted, TimeSpan.FromMinutes(127), Accelerator.Tcg, "Shop front") with { Addresses = ["10.7.0.17", "fd00:7::17"] },
            Samples.Row("web2", VmState.ShuttingDown, VmReason.GuestPowerOff, TimeSpan.FromMilliseconds(3), Accelerator.Tcg),
        };

        GoldenFile.Matches("list.txt", VmTable.Render(rows, Now, Style.Plain));
        GoldenFile.Matches("list-colour.txt", VmTable.Render(rows, Now, Colours));
    }

    [Fact]
    public void Info_of_a_running_vm_shows_how_it_runs_and_is_confined() =>
        GoldenFile.Matches("info-running.txt", VmDetails.Render(Samples.Running(runningRevision: 2), Now, Style.Plain));

    [Fact]
    public void Info_of_a_vm_that_died_shows_its_last_words_harmlessly() =>
        GoldenFile.Matches("info-died.txt", VmDetails.Render(Samples.Died(), Now, Style.Plain));

    [Fact]
    public void Host_with_kvm_shows_its_speed() => GoldenFile.Matches("host-kvm.txt", HostDetails.Render(Samples.Host(kvm: true), Style.Plain));

    [Fact]
    public void Host_without_kvm_and_qemu_says_why_and_what_to_do() =>
        GoldenFile.Matches("host-bare.txt", HostDetails.Render(Samples.Host(kvm: false), Style.Plain));

    [Fact]
    public void Jobs_show_how_far_they_came()
    {
        Job[] jobs =
        [
            Samples.Job(progress: 0.456, step: "waiting for the guest"),
            Samples.Job(JobState.Failed, error: new LodgeError(ErrorCode.Timeout, "The guest did not obey within 60 s.")),
            Samples.Job(JobState.Succeeded, progress: 1),
        ];
        GoldenFile.Matches("jobs.txt", JobText.Table(jobs, Now, Style.Plain));
    }

    [Fact]
    public void Images_show_what_they_need() => GoldenFile.Matches("images.txt", ImageTable.Render([Samples.Tiny], Now, Style.Plain));

    [Fact]
    public void Huge_pages_are_a_row_a_size_and_node() => GoldenFile.Matches("hugepages.txt", HugePageTable.Render(Samples.HugePages, Style.Plain));

    [Fact]
    public void Tuning_is_a_row_a_value_with_its_source() => GoldenFile.Matches("tuning.txt", TuningTable.Render(Samples.Tuning, Style.Plain));

    [Fact]
    public void Progress_bar_is_never_wider_than_the_terminal()
    {
        var job = Samples.Job(progress: 0.5, step: "writing memory");

        Assert.Equal("Stopping web1  [############............] 50 %  writing memory", JobText.Bar(job, Now, 80));
        Assert.Equal("Stopping web1  [####", JobText.Bar(job, Now, 21));
        Assert.Equal("Stopping web1  12 s", JobText.Bar(Samples.Job(), Now, 80));
    }

    [Fact]
    public void Events_are_a_line_each_with_last_words_below()
    {
        var events = Enum.GetValues<EventKind>().Select((kind, index) => new LodgeEvent
        {
            Sequence = 40 + index,
            Time = Now,
            Kind = kind,
            VmName = kind is EventKind.DaemonReady ? null : "web1",
            Status = kind == EventKind.VmStateChanged ? Samples.Died().Status : null,
            LastWords = kind == EventKind.VmStateChanged ? Samples.Died().LastWords : null,
            Job = kind is EventKind.JobStarted or EventKind.JobProgressed ? Samples.Job(progress: 0.25, step: "asking")
                : kind == EventKind.JobEnded ? Samples.Job(JobState.Succeeded) : null,
            Detail = kind switch
            {
                EventKind.VmRenamed => "old-name",
                EventKind.NetworkBroken => "Its bridge lodge0 is gone.",
                EventKind.FirewallChanged => "web",
                EventKind.VmIoError => "vda: no space left",
                EventKind.VmWatchdog => "dump",
                EventKind.VmClockChanged => "-3600",
                EventKind.VmTrayMoved => "open",
                EventKind.VmAgentChanged => "connected",
                _ => null,
            },
            Device = kind is EventKind.VmTrayMoved or EventKind.VmDeviceKept or EventKind.VmMemoryDeviceResized ? "device0"
                : kind == EventKind.VmDiskFilled ? "vda" : null,
            Bytes = kind is EventKind.VmBalloonChanged or EventKind.VmMemoryDeviceResized ? 512L << 20 : null,
            Tuning = kind == EventKind.VmTuned ? new TuningChange { Disk = "vda" } : null,
            Mark = kind == EventKind.VmDiskFilled ? new DiskMark(1 << 20, 512) : null,
            Viewer = kind == EventKind.VmViewerChanged ? Viewer : null,
            NetworkName = kind is >= EventKind.NetworkDefined and <= EventKind.LeaseEnded ? "lab" : null,
            Lease = kind is EventKind.LeaseGiven or EventKind.LeaseEnded ? NetworkSamples.Lease : null,
            Pool = kind is (>= EventKind.PoolDefined and < EventKind.NetworkDefined) or (>= EventKind.PoolStateChanged and <= EventKind.PoolDeleted) ? ImagesPool : null,
            PoolState = kind == EventKind.PoolStateChanged ? PoolState.Inaccessible : null,
            Volume = kind is >= EventKind.VolumeCreated and <= EventKind.VolumeDeleted ? "web1.qcow2" : null,
            Secret = kind is >= EventKind.SecretDefined and < EventKind.PoolDefined ? new SecretDefinition { Id = new Guid("0a2b6c1e-6d0f-4a53-9d0d-4f5a5f9e2b10") } : null,
        });
        GoldenFile.Matches("events.txt", string.Concat(events.Select(happened => EventLine.Render(happened, Style.Plain))));
    }

    private static PoolDefinition ImagesPool => new() { Name = "images", Backend = new FolderPoolBackend { Path = "/srv/images" } };

    private static DisplayViewer Viewer => new()
    {
        Display = GraphicsType.Vnc,
        Phase = ViewerPhase.Initialized,
        Server = new("ipv4", "127.0.0.1", "5900"),
        Client = new("ipv4", "127.0.0.1", "40112"),
    };

    [Fact]
    public void States_and_reasons_all_have_words()
    {
        var words = Enum.GetValues<VmState>().SelectMany(state => Enum.GetValues<VmReason>().Select(reason => StateWords.Of(state, reason)));
        Assert.DoesNotContain(words, text => text.Contains('-') || text.Any(char.IsUpper) && !text.Contains("QEMU"));
    }

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(512L << 20, "512 MiB")]
    [InlineData(long.MaxValue, "8192 PiB")]
    public void Sizes_are_short(long bytes, string text) => Assert.Equal(text, Sizes.Of(bytes));
}
