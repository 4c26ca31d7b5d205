using System.Globalization;
using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Storage;

/// <summary>
/// A configuration for librados that says where a cluster's monitors are, by which version of the protocol, and how long
/// to wait for them. Told a port only, librados tries both versions in turn and never gives up on a wrong key.
/// </summary>
public static class CephConfig
{
    /// <summary>The text of the file.</summary>
    /// <param name="monitors">The monitors, at least one.</param>
    public static string Of(IReadOnlyList<CephMonitor> monitors) =>
        $"[global]\nmon host = {string.Join(' ', monitors.Select(Monitor))}\nclient mount timeout = 10\n";

    private static string Monitor(CephMonitor monitor) => monitor.Port switch
    {
        null => $"[{Place("v2", monitor.Host, CephMonitor.StandardPort)},{Place("v1", monitor.Host, CephMonitor.OlderPort)}]",
        CephMonitor.OlderPort => Place("v1", monitor.Host, CephMonitor.OlderPort),
        var port => Place("v2", monitor.Host, port.Value),
    };

    private static string Place(string version, string host, int port) => string.Create(
        CultureInfo.InvariantCulture, $"{version}:{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}");
}
