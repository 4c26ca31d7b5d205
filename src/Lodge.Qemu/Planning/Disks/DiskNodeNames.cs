using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Qemu.Planning.Disks;

/// <summary>Names of block nodes, made from the disk's alias. QEMU allows 31 characters, so a long alias is shortened by a hash.</summary>
internal static class DiskNodeNames
{
    private const int LongestPrefix = 16;
    private const int HashedLetters = 8;
    private const int MarkLetters = 8;

    /// <summary>The node of a layer; 0 is the one that the guest writes to.</summary>
    public static string Layer(string alias, int depth) => depth == 0
        ? $"{Prefix(alias)}-image"
        : string.Create(CultureInfo.InvariantCulture, $"{Prefix(alias)}-back{depth}");

    /// <summary>A new name for the node of an image that a disk gets while it runs.</summary>
    public static string Unique(string alias) => $"{Prefix(alias)}-{Guid.NewGuid().ToString("N")[..MarkLetters]}";

    /// <summary>Whether a node is that of one of the disk's images, as <see cref="Layer"/> and <see cref="Unique"/> name them.</summary>
    public static bool IsImageOf(string alias, string node) =>
        node.StartsWith($"{Prefix(alias)}-", StringComparison.Ordinal) && !node.EndsWith("-file", StringComparison.Ordinal) && node != CopyOnRead(alias);

    /// <summary>The node below a layer, which reads and writes bytes on the host.</summary>
    public static string Below(string layer) => $"{layer}-file";

    /// <summary>The node that copies what is read from backing images.</summary>
    public static string CopyOnRead(string alias) => $"{Prefix(alias)}-reads";

    /// <summary>The secret by which a server is told who QEMU is.</summary>
    public static string ServerSecret(string alias) => $"{Prefix(alias)}-auth";

    /// <summary>The secret that opens encrypted layers.</summary>
    public static string Passphrase(string alias) => $"{Prefix(alias)}-key";

    /// <summary>The node that the device is plugged into.</summary>
    public static string Top(DiskDefinition disk) =>
        disk.CopyOnRead == true ? CopyOnRead(disk.Alias!) : Layer(disk.Alias!, 0);

    /// <summary>The name in the definition of the disk that QEMU reports as a device id, QOM path or node name.</summary>
    /// <param name="reported">Such as <c>/machine/peripheral/virtio-disk0/virtio-backend</c> or <c>virtio-disk0-image</c>.</param>
    /// <param name="definition">The VM as started.</param>
    public static string NameOf(string reported, VmDefinition definition)
    {
        var parts = reported.Split('/');
        var disk = definition.Disks.FirstOrDefault(disk => disk.Alias is { } alias
            && parts.Any(part => part == alias || part.StartsWith($"{Prefix(alias)}-", StringComparison.Ordinal)));
        return disk?.Name ?? disk?.Alias ?? reported;
    }

    /// <summary>Whether a node is one of a disk's, from its start or from a later change of its images.</summary>
    public static bool IsOf(string alias, string node)
    {
        var prefix = $"{Prefix(alias)}-";
        if (!node.StartsWith(prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var rest = node[prefix.Length..];
        rest = rest.EndsWith("-file", StringComparison.Ordinal) ? rest[..^"-file".Length] : rest;
        return rest is "image" or "reads"
            || (rest.StartsWith("back", StringComparison.Ordinal) && rest[4..].All(char.IsAsciiDigit))
            || (rest.Length == MarkLetters && rest.All(char.IsAsciiHexDigitLower));
    }

    private static string Prefix(string alias)
    {
        if (alias.Length <= LongestPrefix)
        {
            return alias;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(alias)));
        return $"{alias[..(LongestPrefix - HashedLetters)]}{hash[..HashedLetters]}";
    }
}
