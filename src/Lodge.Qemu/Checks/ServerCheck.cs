using System.Net.Sockets;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Devices;

namespace Lodge.Qemu.Checks;

/// <summary>
/// Servers of disks that take connections. QEMU itself would wait for minutes, and say less. What is on the server is
/// not looked into.
/// </summary>
internal static class ServerCheck
{
    // Clients of NFS version 3 ask there for all other ports (RFC 1833).
    private const int PortMapper = 111;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>Connects to the server, and to one of several.</summary>
    /// <param name="source">The disk's source.</param>
    /// <param name="role">What it is in the VM, such as <c>disk 'vda'</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LodgeException">None takes a connection within 5 s.</exception>
    public static async Task AnswersAsync(NetworkDiskSource source, string role, CancellationToken cancellationToken)
    {
        var reasons = new List<string>();
        foreach (var (host, port) in PlacesOf(source))
        {
            if (await WhyNotAsync(host, port, cancellationToken) is not { } why)
            {
                return;
            }

            reasons.Add($"{host} port {port}: {why}");
        }

        if (reasons.Count > 0)
        {
            throw new LodgeException(
                ErrorCode.FileNotAccessible,
                $"The server of '{source.Describe()}' ({role}) does not answer ({string.Join("; ", reasons)}).",
                "See that the server runs and that this host reaches it; correct its address in the VM's definition otherwise.");
        }
    }

    // A configuration of Ceph is read by nobody but librbd.
    private static IEnumerable<(string Host, int Port)> PlacesOf(NetworkDiskSource source) => source switch
    {
        NfsDiskSource nfs => [(nfs.Server, PortMapper)],
        IscsiDiskSource iscsi => [(iscsi.Server, iscsi.Port ?? IscsiDiskSource.StandardPort)],
        NbdDiskSource nbd => [(nbd.Server, nbd.Port ?? NbdDiskSource.StandardPort)],
        HttpDiskSource http when Uri.TryCreate(http.Url, UriKind.Absolute, out var url) => [(url.IdnHost, url.Port)],
        RbdDiskSource { Servers: { } monitors } => monitors.SelectMany(monitor =>
            (IEnumerable<(string, int)>)(monitor.Port is { } port ? [(monitor.Host, port)] : [(monitor.Host, CephMonitor.StandardPort), (monitor.Host, CephMonitor.OlderPort)])),
        _ => [],
    };

    private static async Task<string?> WhyNotAsync(string host, int port, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_patience);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(host, port, limit.Token);
            return null;
        }
        catch (SocketException failure)
        {
            return failure.Message;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"no answer within {s_patience.TotalSeconds:0} s";
        }
    }
}
