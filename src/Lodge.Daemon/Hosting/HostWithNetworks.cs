using Lodge.Engine.Ports;
using Lodge.Model.Host;
using Lodge.Network;

namespace Lodge.Daemon.Hosting;

/// <summary>What the host is, with how the processes of its networks are confined.</summary>
internal sealed class HostWithNetworks(IHostInfo host, LinuxNetworkHost networks) : IHostInfo
{
    public KvmReport Kvm => host.Kvm;

    public QemuFacts? Qemu => host.Qemu;

    public string BootId => host.BootId;

    public Task<QemuFacts?> GetQemuAsync(CancellationToken cancellationToken) => host.GetQemuAsync(cancellationToken);

    public HostReport Read()
    {
        var report = host.Read();
        return networks.Protection is { } protection ? report with { Security = new SecurityReport([.. report.Security.Items, protection]) } : report;
    }
}
