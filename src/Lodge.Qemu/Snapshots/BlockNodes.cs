using System.Globalization;
using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Model.Errors;
using Lodge.Qemu.Planning.Disks;
using Lodge.Qemu.Processes;
using Lodge.Qmp.Commands;

namespace Lodge.Qemu.Snapshots;

/// <summary>
/// Which block node of a running QEMU is which image. Each image is a descriptor in a set of its own, with the node's
/// name as its note; what the descriptor is open on, the kernel tells.
/// </summary>
internal sealed class BlockNodes(QmpSession session, int processId, string vm)
{
    /// <summary>All images that QEMU has open.</summary>
    public async Task<IReadOnlyList<BlockImage>> ListAsync(CancellationToken cancellationToken)
    {
        var sets = await session.ExecuteAsync(new QueryFdsetsCommand(), cancellationToken);
        var nodes = (await session.ExecuteAsync(new QueryNamedBlockNodesCommand(flat: true), cancellationToken)).Select(node => node.NodeName).ToHashSet();
        return
        [
            .. from set in sets
               from file in set.Fds
               where file.Opaque is { } name && nodes.Contains(name)
               let identity = IdentityOf(file.Fd)
               where identity is not null
               select new BlockImage(file.Opaque!, set.FdsetId, identity.Value),
        ];
    }

    /// <summary>The node of an image.</summary>
    /// <exception cref="LodgeException">QEMU does not have it open.</exception>
    public async Task<BlockImage> GetAsync(string path, CancellationToken cancellationToken) =>
        await FindAsync(path, cancellationToken)
        ?? throw new LodgeException(ErrorCode.HypervisorFailed, $"The QEMU of VM '{vm}' does not have the image '{path}' open.", "Stop the VM; then it can be done without QEMU.");

    /// <summary>The node of an image; null when QEMU does not have it open.</summary>
    public async Task<BlockImage?> FindAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var identity = FileIdentity.Of(path);
        return (await ListAsync(cancellationToken)).FirstOrDefault(image => image.Identity.IsSameFile(identity));
    }

    private FileIdentity? IdentityOf(int descriptor)
    {
        try
        {
            return FileIdentity.Of(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/fd/{descriptor}"));
        }
        catch (LinuxException)
        {
            return null; // Closed meanwhile.
        }
    }
}

/// <summary>An image that QEMU has open.</summary>
/// <param name="Node">Name of the node that understands its format.</param>
/// <param name="Set">The set with its descriptor.</param>
/// <param name="Identity">What the kernel knows it by.</param>
internal sealed record BlockImage(string Node, long Set, FileIdentity Identity)
{
    /// <summary>Name of the node that reads and writes its bytes.</summary>
    public string File => DiskNodeNames.Below(Node);
}
