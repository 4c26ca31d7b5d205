using System.Globalization;
using Lodge.Model.Errors;
using Lodge.Storage.Tools;

namespace Lodge.Storage.Images.Debian;

/// <summary>Writes a bootable disk from an installed Debian, without loop devices and mounts.</summary>
internal static class DebianDisk
{
    private const string BiosBoot = "usr/lib/grub/i386-pc/boot.img";
    private const string EfiLoader = "usr/lib/grub/x86_64-efi/monolithic/grubx64.efi";
    private const string Core = "boot/grub/core.img";
    private const int SpareMiB = 192;

    /// <summary>Writes it.</summary>
    /// <param name="recipe">What was installed.</param>
    /// <param name="tar">The tar file with it.</param>
    /// <param name="folder">A folder for what is needed on the way.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>A raw disk.</returns>
    /// <exception cref="LodgeException">A tool failed.</exception>
    public static async Task<string> WriteAsync(DebianRecipe recipe, string tar, string folder, CancellationToken cancellationToken)
    {
        var root = await UnpackAsync(recipe, tar, folder, cancellationToken);
        var layout = new DiskLayout((int)(new FileInfo(tar).Length * 5 / 4 >> 20) + SpareMiB);
        File.Delete(tar);
        var disk = Path.Combine(folder, "disk.raw");
        await using (var file = File.Create(disk))
        {
            file.SetLength(layout.Bytes);
        }

        var script = Path.Combine(folder, "partitions");
        await File.WriteAllTextAsync(script, layout.Script(recipe.RootId), cancellationToken);
        await new HostTool("sh", "dash").DemandAsync("write the partition table", ["-c", "exec sfdisk -q --no-reread \"$0\" < \"$1\"", disk, script], folder, cancellationToken);
        await MakeRootAsync(recipe, layout, root, disk, folder, cancellationToken);
        var efi = await MakeEfiAsync(recipe, root, folder, cancellationToken);
        await using var target = new FileStream(disk, FileMode.Open, FileAccess.Write);
        await CopyAsync(efi, target, cancellationToken);
        var core = await File.ReadAllBytesAsync(Path.Combine(root, Core), cancellationToken);
        foreach (var (at, bytes) in DiskLayout.BootCode(await File.ReadAllBytesAsync(Path.Combine(root, BiosBoot), cancellationToken), core))
        {
            target.Position = at;
            await target.WriteAsync(bytes, cancellationToken);
        }

        return disk;
    }

    private static async Task<string> UnpackAsync(DebianRecipe recipe, string tar, string folder, CancellationToken cancellationToken)
    {
        var root = Directory.CreateDirectory(Path.Combine(folder, "root")).FullName;
        await new HostTool("tar", "tar").DemandAsync(
            "unpack the installed system", ["--xattrs", "--xattrs-include=*", "--numeric-owner", "-xpf", tar, "-C", root], folder, cancellationToken);
        foreach (var (path, text) in recipe.Files)
        {
            var file = Path.Combine(root, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, text, cancellationToken);
        }

        return root;
    }

    private static Task MakeRootAsync(DebianRecipe recipe, DiskLayout layout, string root, string disk, string folder, CancellationToken cancellationToken) =>
        DebianTools.MakeExt4.DemandAsync(
            "make the root file system",
            [
                "-q", "-F", "-t", "ext4", "-d", root, "-L", "root", "-U", recipe.RootId.ToString(), "-m", "1", "-b", "4096",
                "-E", string.Create(CultureInfo.InvariantCulture, $"offset={DiskLayout.RootAt},hash_seed={recipe.RootId},lazy_itable_init=1"),
                disk, string.Create(CultureInfo.InvariantCulture, $"{layout.RootMiB}M"),
            ],
            folder,
            cancellationToken);

    private static async Task<string> MakeEfiAsync(DebianRecipe recipe, string root, string folder, CancellationToken cancellationToken)
    {
        var efi = Path.Combine(folder, "efi.img");
        await using (var file = File.Create(efi))
        {
            file.SetLength((long)DiskLayout.EfiMiB << 20);
        }

        var early = Path.Combine(folder, "early.cfg");
        await DebianTools.MakeFat.DemandAsync("make the EFI file system", ["-F", "16", "-n", "EFI", "-i", recipe.RootId.ToString("N")[..8], efi], folder, cancellationToken);
        await DebianTools.MakeFolders.DemandAsync("fill the EFI file system", ["-i", efi, "::/EFI", "::/EFI/BOOT", "::/EFI/debian"], folder, cancellationToken);
        await DebianTools.CopyIntoFat.DemandAsync("fill the EFI file system", ["-i", efi, Path.Combine(root, EfiLoader), "::/EFI/BOOT/BOOTX64.EFI"], folder, cancellationToken);
        await DebianTools.CopyIntoFat.DemandAsync("fill the EFI file system", ["-i", efi, early, "::/EFI/debian/grub.cfg"], folder, cancellationToken);
        return efi;
    }

    private static async Task CopyAsync(string efi, FileStream target, CancellationToken cancellationToken)
    {
        await using var source = File.OpenRead(efi);
        target.Position = DiskLayout.EfiAt;
        await source.CopyToAsync(target, cancellationToken);
    }
}
