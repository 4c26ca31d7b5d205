namespace Lodge.Bench.Lab;

/// <summary>Asks a daemon what the machine is.</summary>
internal static class Hosts
{
    private static readonly TimeSpan ProbeTime = TimeSpan.FromSeconds(20);

    /// <summary>Waits a while for what the daemon finds out in the background; then takes what is known.</summary>
    public static async Task<MachineFacts> DescribeAsync(Workbench bench, string loadAtStart)
    {
        await using var daemon = new BenchDaemon(bench, "host");
        await daemon.StartAsync();
        using var client = daemon.Client();
        for (var until = DateTime.UtcNow + ProbeTime; ; await Task.Delay(100))
        {
            var (version, host) = (await client.GetVersionAsync(), await client.GetHostAsync());
            var known = version.Qemu is not null && (host.Kvm.ApiVersion is not null || !host.Kvm.DevicePresent);
            if (known || DateTime.UtcNow > until)
            {
                return MachineFacts.Of(version, host, loadAtStart);
            }
        }
    }
}
