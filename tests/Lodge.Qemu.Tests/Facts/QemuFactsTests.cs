using Lodge.Qemu.Tests.Support;

namespace Lodge.Qemu.Tests.Facts;

/// <summary>What the QEMU of this host says it can do.</summary>
public class QemuFactsTests
{
    [Fact]
    public async Task Facts_are_probed_once_and_then_come_from_the_cache()
    {
        await using var host = RealHost.Create();
        var token = TestContext.Current.CancellationToken;
        var facts = await host.Hypervisor.GetFactsAsync(token);
        Assert.Contains(facts.Machines, machine => machine.Alias == "q35");
        Assert.Contains("microvm", facts.Machines.Select(machine => machine.Name));
        Assert.Contains("qemu64", facts.CpuModels);
        Assert.Contains("virtio-blk-pci", facts.Devices);
        Assert.Contains("migrate-incoming", facts.Commands);
        Assert.True(facts.HasSandbox);

        host.Restart();
        var cached = await host.Hypervisor.GetFactsAsync(token);
        Assert.Equal(facts.Machines, cached.Machines);
        Assert.Equal(facts.Firmware.Select(firmware => firmware.Name), cached.Firmware.Select(firmware => firmware.Name));
        Assert.Empty(Directory.GetDirectories(host.Options.RunFolder, "probe-*"));
    }

    [Fact]
    public async Task Host_report_never_waits()
    {
        await using var host = RealHost.Create();
        var report = host.Backend.HostInfo.Read();
        Assert.True(report.Qemu is not null || report.QemuProblem is not null);
        Assert.True(report.MemoryBytes > report.MemoryAvailableBytes);
        Assert.NotEmpty(report.CpuModel);
        await host.Hypervisor.GetFactsAsync(TestContext.Current.CancellationToken);
        Assert.Null(host.Backend.HostInfo.Read().QemuProblem);
    }
}
