using System.Text.RegularExpressions;
using Lodge.Model.Networks.HostBridges;

namespace Lodge.Network.HostBridges.Persistence;

/// <summary>Files that cloud-init writes at each boot, unless it is told not to (its documentation, "Disabling network configuration"). Pure.</summary>
internal static partial class CloudInit
{
    private const string Folder = "/etc/cloud/cloud.cfg.d";

    /// <summary>The file that tells it to leave the network alone; none when nothing of what changes is its own, or it is told already.</summary>
    public static IEnumerable<HostFileChange> Hold(PersistentWish wish, HostFiles files, IEnumerable<string> changed) =>
        changed.Any(path => path.Contains("cloud-init", StringComparison.Ordinal)) && !files.In(Folder, ".cfg").Any(file => Disabled().IsMatch(file.Value))
            ? [new HostFileChange($"{Folder}/99-lodge-network.cfg", files.Find($"{Folder}/99-lodge-network.cfg"), $"{wish.Heading}network: {{config: disabled}}\n")]
            : [];

    [GeneratedRegex(@"^network:\s*\{?\s*config:\s*[""']?disabled", RegexOptions.Multiline)]
    private static partial Regex Disabled();
}
