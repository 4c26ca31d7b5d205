using Lodge.Libvirt.Handlers.Events;
using Lodge.Libvirt.Handlers.Events.Notices;
using Lodge.Model.Events;
using Lodge.Model.Vms.States;

namespace Lodge.Libvirt.Tests.Handlers.Events;

public sealed class LifecycleTranslationTests
{
    // Numbers of virDomainEventType with their details, as libvirt 9.0 has them.
    [Theory]
    [InlineData(VmState.Stopped, VmState.Starting, VmReason.Booting, "")]
    [InlineData(VmState.Starting, VmState.Running, VmReason.Booted, "4.0 2.0")]
    [InlineData(VmState.Starting, VmState.Running, VmReason.Restored, "2.2 4.0")]
    [InlineData(VmState.Starting, VmState.Paused, VmReason.StartedPaused, "2.0 3.0")]
    [InlineData(VmState.Starting, VmState.Paused, VmReason.Restored, "2.2 3.4")]
    [InlineData(VmState.Starting, VmState.Stopped, VmReason.StartFailed, "5.5")]
    [InlineData(VmState.Running, VmState.Running, VmReason.Restarted, "")]
    [InlineData(VmState.Crashed, VmState.Running, VmReason.Restarted, "4.0")]
    [InlineData(VmState.Running, VmState.Paused, VmReason.UserRequest, "3.0")]
    [InlineData(VmState.Running, VmState.Paused, VmReason.IoError, "3.2")]
    [InlineData(VmState.Running, VmState.Paused, VmReason.Watchdog, "3.3")]
    [InlineData(VmState.Paused, VmState.Running, VmReason.Resumed, "4.0")]
    [InlineData(VmState.Running, VmState.Saving, VmReason.SaveRequested, "3.0")]
    [InlineData(VmState.Paused, VmState.Saving, VmReason.SaveRequested, "")]
    [InlineData(VmState.Saving, VmState.Stopped, VmReason.Saved, "5.4")]
    [InlineData(VmState.Saving, VmState.Running, VmReason.SaveFailed, "4.0")]
    [InlineData(VmState.Saving, VmState.Paused, VmReason.SaveFailed, "")]
    [InlineData(VmState.Running, VmState.Suspended, VmReason.GuestSuspended, "7.0 PmSuspend")]
    [InlineData(VmState.Suspended, VmState.Running, VmReason.WokeUp, "2.4 PmWakeup")]
    [InlineData(VmState.Running, VmState.ShuttingDown, VmReason.GuestPowerOff, "6.1")]
    [InlineData(VmState.ShuttingDown, VmState.Stopped, VmReason.GuestPowerOff, "5.0")]
    [InlineData(VmState.ShuttingDown, VmState.Stopped, VmReason.GuestReboot, "5.0")]
    [InlineData(VmState.Running, VmState.Crashed, VmReason.GuestPanicked, "8.0")]
    [InlineData(VmState.Crashed, VmState.Stopped, VmReason.GuestPanicked, "5.2")]
    [InlineData(VmState.Running, VmState.Stopped, VmReason.Killed, "5.1")]
    [InlineData(VmState.Running, VmState.Stopped, VmReason.ProcessDied, "5.5")]
    public void A_change_of_state_is_told_with_libvirt_s_numbers(VmState before, VmState now, VmReason reason, string expected)
    {
        var told = LifecycleTranslation.Of(before, new VmStatus(now, reason, DateTimeOffset.UnixEpoch));

        Assert.Equal(expected, string.Join(' ', told.Select(Text)));
    }

    [Fact]
    public void The_numbers_of_event_kinds_are_those_of_the_wire()
    {
        Assert.Equal(Enumerable.Range(0, 30), Enum.GetValues<DomainEventId>().Select(id => (int)id));
        Assert.Equal(
            "Lifecycle Reboot RtcChange Watchdog IoError Graphics IoErrorReason ControlError BlockJob DiskChange TrayChange PmWakeup PmSuspend "
            + "BalloonChange PmSuspendDisk DeviceRemoved BlockJob2 Tunable AgentLifecycle DeviceAdded MigrationIteration JobCompleted "
            + "DeviceRemovalFailed MetadataChange BlockThreshold MemoryFailure MemoryDeviceSizeChange NicMacChange VcpuRemoved ChannelLifecycle",
            string.Join(' ', Enum.GetValues<DomainEventId>()));
    }

    [Fact]
    public void A_new_name_is_told_as_one_that_went_and_one_that_came()
    {
        var happened = new LodgeEvent { Sequence = 1, Time = default, Kind = EventKind.VmRenamed, VmId = Guid.NewGuid(), VmName = "new", Detail = "old" };

        var told = DomainEventTranslation.Of(happened, default);

        Assert.Equal("old 1.1, new 0.2", string.Join(", ", told.Select(named => $"{named.Name} {Text(named.Notice)}")));
    }

    private static string Text(DomainNotice notice) => notice is LifecycleNotice life ? $"{(int)life.Event}.{life.Detail}" : notice.Id.ToString();
}
