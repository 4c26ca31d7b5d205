using Lodge.Network.Planning.Dnsmasq;

namespace Lodge.Network.Records;

/// <summary>Where what belongs to networks lives.</summary>
internal sealed class NetworkFolders(NetworkHostOptions options)
{
    private const UnixFileMode ForAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const UnixFileMode ForOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Records of running networks, and a folder for each dnsmasq.</summary>
    public string Networks { get; } = Path.Combine(options.RunFolder, "networks");

    /// <summary>Records of cards that are plugged in.</summary>
    public string Cards => Path.Combine(Networks, "cards");

    /// <summary>The leases, a file for each network, named by its id. They outlive the host's boot: no guest gets another's address then.</summary>
    public string Leases { get; } = Path.Combine(options.StateFolder, "networks", "leases");

    private string Logs { get; } = Path.Combine(options.LogFolder, "networks");

    /// <summary>Where the files of a network's dnsmasq are.</summary>
    public DnsmasqFiles Of(Guid network) => new(
        Path.Combine(Networks, network.ToString("D")),
        Path.Combine(Leases, network.ToString("D")),
        Path.Combine(Logs, $"{network:D}.log"));

    /// <summary>Makes the folders that a network needs. Its dnsmasq reads in them as a user without rights.</summary>
    /// <exception cref="IOException">They cannot be made.</exception>
    public void Make(Guid network)
    {
        foreach (var folder in (string[])[Networks, Leases, Of(network).RunFolder])
        {
            Directory.CreateDirectory(folder, ForAll);
        }

        Directory.CreateDirectory(Cards, ForOwner);
        Directory.CreateDirectory(Logs, ForOwner);
    }

    /// <summary>Removes what belongs to a running network.</summary>
    public void Remove(Guid network)
    {
        if (Of(network).RunFolder is var folder && Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Removes what is kept of a network while it does not run, but not its log.</summary>
    public void Forget(Guid network)
    {
        if (Directory.Exists(Leases))
        {
            File.Delete(Of(network).Leases);
        }
    }
}
