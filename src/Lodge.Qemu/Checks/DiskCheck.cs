using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Images;
using Lodge.Qemu.Launching;

namespace Lodge.Qemu.Checks;

/// <summary>Disk images that are there, are what they should be, can be opened, and are free.</summary>
internal static class DiskCheck
{
    /// <summary>All disks; the first trouble of each is told.</summary>
    public static IEnumerable<Func<CheckContext, CancellationToken, Task>> ForEach(VmDefinition definition) =>
        definition.Disks.Select(disk => new Func<CheckContext, CancellationToken, Task>(
            (context, cancellationToken) => CheckAsync(context, disk, cancellationToken)));

    private static async Task CheckAsync(CheckContext context, DiskDefinition disk, CancellationToken cancellationToken)
    {
        var chain = await DiskChains.OfAsync(disk, cancellationToken);
        var claims = ImageClaim.Of(chain, disk.ReadOnly).ToList();
        context.Claims.ThrowIfImagesTaken(context.Definition.Id, claims);
        if (disk.Source?.Resolved() is NetworkDiskSource server)
        {
            await ServerCheck.AnswersAsync(server, $"disk '{disk.Name}'", cancellationToken);
            return;
        }

        foreach (var claim in claims)
        {
            var role = ReferenceEquals(claim, claims[0]) ? $"disk '{disk.Name}'" : $"backing file of disk '{disk.Name}'";
            ImageFile.Open(claim.Path, role, claim.Writes ? OpenFlags.ReadWrite : OpenFlags.Read).Dispose();
            ThrowIfLocked(claim, role);
        }
    }

    private static void ThrowIfLocked(ImageClaim claim, string role)
    {
        var state = Inspect(claim.Path);
        if (state is { HasWriter: true } || (claim.Writes && state is { ForbidsWriter: true }))
        {
            throw new LodgeException(
                ErrorCode.ImageInUse,
                $"'{claim.Path}' ({role}) is in use by another process, {(state.HasWriter ? "which writes to it" : "which needs it unchanged")}.",
                $"Find out who it is (fuser -v '{claim.Path}'), and end it or use a copy.");
        }
    }

    // A file system without such locks cannot tell; QEMU finds the same and goes on.
    private static ImageLockState? Inspect(string path)
    {
        try
        {
            return ImageLock.Inspect(path);
        }
        catch (LinuxException)
        {
            return null;
        }
    }
}
