using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Launching;
using Lodge.Qemu.Tests.Planning;
using Lodge.Qemu.Tests.Support;
using Lodge.TestSupport.Qmp;

namespace Lodge.Qemu.Tests.Launching;

/// <summary>Against a faked monitor, as QEMU does not tell about cables.</summary>
public class FirstSettingsTests
{
    [Fact]
    public async Task Limits_cables_watchdogs_and_balloons_are_told_as_often_as_they_are_applied()
    {
        var definition = PlanCases.Vm() with
        {
            Disks =
            [
                new() { Name = "vda", Alias = "disk0", Source = new FileDiskSource { Path = "/vda" }, Throttle = new() { TotalIops = 100 } },
                new() { Name = "vdb", Alias = "disk1", Source = new FileDiskSource { Path = "/vdb" } },
                new() { Name = "sda", Alias = "disk2", Device = DiskDevice.Cdrom, Throttle = new() { TotalIops = 100 } },
            ],
            Nics = [new() { Alias = "net0", Link = LinkState.Down }, new() { Alias = "net1" }],
            Watchdogs = [new() { Alias = "watchdog0", Action = WatchdogAction.Poweroff }],
            Balloon = new() { Alias = "balloon0", StatisticsPeriod = 3 },
        };
        await using var fake = await FakeVm.StartAsync(definition: definition);
        string[] settings = ["block_set_io_throttle", "set_link", "set-action", "qom-set"];
        foreach (var command in settings)
        {
            fake.Monitor.On(command, FakeAnswer.Done);
        }

        for (var time = 1; time <= 2; time++)
        {
            await FirstSettings.ApplyAsync(
                fake.Session, definition, [], fake.Folders.Of(definition.Id), TestContext.Current.CancellationToken);
            var told = fake.Monitor.Requests.Where(request => settings.Contains(request.Command)).Select(request => request.Arguments).ToList();
            Assert.Equal(4 * time, told.Count);
            var last = told[^4..];
            Assert.Equal(("/machine/peripheral/disk0/virtio-backend", 100L), ((string)last[0]["id"]!, (long)last[0]["iops"]!));
            Assert.Equal(("net0", false), ((string)last[1]["name"]!, (bool)last[1]["up"]!));
            Assert.Equal("pause", (string)last[2]["watchdog"]!);
            Assert.Equal(("guest-stats-polling-interval", 3L), ((string)last[3]["property"]!, (long)last[3]["value"]!));
        }
    }

    [Fact]
    public async Task Each_limit_of_a_disk_is_told_under_its_own_name()
    {
        var definition = VmNormalizer.Complete(OptionCases.All["limits-of-all-kinds"]);
        await using var fake = await FakeVm.StartAsync(definition: definition);
        fake.Monitor.On("block_set_io_throttle", FakeAnswer.Done);
        fake.Monitor.On("qom-set", FakeAnswer.Done);

        await FirstSettings.ApplyAsync(fake.Session, definition, [], fake.Folders.Of(definition.Id), TestContext.Current.CancellationToken);

        var told = fake.Monitor.Requests.Where(request => request.Command == "block_set_io_throttle").Select(request => $"{request.Arguments}\n");
        Golden.Compare("limits-of-all-kinds.txt", string.Concat(told));
    }
}
