namespace Lodge.Network.HostBridges;

/// <summary>Tells whether the host's configuration files are about the network that the daemon is in.</summary>
internal static class OwnNetwork
{
    /// <summary>Why they are not; null when they are. The first process of the host, which reads them at boot, is in the network that they are about.</summary>
    public static string? WhyNoFiles() => LinkOf("self") is { } own && own == LinkOf("1")
        ? null
        : "lodged runs in a network namespace of its own, which no configuration file of the host is about";

    private static string? LinkOf(string process)
    {
        try
        {
            return new FileInfo($"/proc/{process}/ns/net").LinkTarget;
        }
        catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
