using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Lodge.Model.Vms.Devices;
using Lodge.Storage.Tools;

namespace Lodge.Storage.Backends.Iscsi;

/// <summary>
/// The targets that an iSCSI server tells of (RFC 7143, appendix C: <c>SendTargets</c>): by libiscsi's tool, or, where that is
/// not installed, by open-iscsi's, which is told to keep nothing of it.
/// </summary>
/// <param name="list">iscsi-ls.</param>
/// <param name="host">iscsiadm.</param>
internal sealed class IscsiTargets(PrivateTool list, HostTool host)
{
    /// <summary>Asks a server.</summary>
    /// <param name="server"><c>HOST</c> or <c>HOST:PORT</c>.</param>
    /// <param name="initiator">The name that this host gives there; null for its own.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="LodgeException">It cannot be reached, or both programs are missing.</exception>
    public async Task<IReadOnlyList<string>> ListAsync(string server, string? initiator, CancellationToken cancellationToken)
    {
        var portal = ServerAddress.Parse(server).WithPort(IscsiDiskSource.StandardPort);
        if (list.IsInstalled || !host.IsInstalled || initiator is not null)
        {
            string[] name = initiator is null ? [] : ["--initiator-name", initiator];
            var listed = await list.RunAsync([.. name, $"iscsi://{portal}"], handed: null, new Dictionary<string, string>(), cancellationToken);
            return listed.ExitCode == 0 ? IscsiListing.ReadTargets(listed.Output) : throw Unreachable(server, $"{listed.Output}\n{listed.Errors}");
        }

        var found = await host.RunAsync(["-m", "discovery", "-t", "sendtargets", "-p", portal, "-o", "nonpersistent"], "/", cancellationToken);
        return found.ExitCode == 0 ? IscsiListing.ReadDiscovery(found.Output) : throw Unreachable(server, found.Errors);
    }

    private static LodgeException Unreachable(string server, string words)
    {
        var said = words.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "the tool does not say why.";
        return new LodgeException(ErrorCode.StorageFailed, $"The iSCSI server '{server}' cannot be asked for its targets: {said}", "Look whether it runs and can be reached from here.");
    }
}
