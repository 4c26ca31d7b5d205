using Lodge.Linux.Errors;
using Lodge.Linux.Network;

namespace Lodge.Qemu.Host.Meters;

/// <summary>The kernel's counters of the host's interfaces.</summary>
internal sealed class LinkCounters : IDisposable
{
    private readonly Lazy<HostNetwork> _network = new(() => new HostNetwork());

    /// <summary>Those of one interface; null when it is gone, or the kernel does not tell.</summary>
    public LinkStatistics? Read(string name)
    {
        try
        {
            return _network.Value.Links.Find(name)?.Statistics;
        }
        catch (LinuxException)
        {
            return null; // It is not worth failing for: everything else of the VM is told.
        }
    }

    public void Dispose()
    {
        if (_network.IsValueCreated)
        {
            _network.Value.Dispose();
        }
    }
}
