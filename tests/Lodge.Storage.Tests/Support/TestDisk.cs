using System.Security.Cryptography;
using Lodge.Storage.Images;
using Lodge.Storage.Tools;

namespace Lodge.Storage.Tests.Support;

/// <summary>Small disks, made by qemu-img.</summary>
internal static class TestDisk
{
    public const long VirtualSize = 4 << 20;

    /// <summary>A raw disk with something in it.</summary>
    public static async Task<string> RawAsync(string folder, CancellationToken stop)
    {
        var raw = Path.Combine(folder, $"{Guid.NewGuid():N}.raw");
        var content = new byte[VirtualSize];
        RandomNumberGenerator.Fill(content.AsSpan(1 << 20, 1 << 20));
        await File.WriteAllBytesAsync(raw, content, stop);
        return raw;
    }

    /// <summary>The bytes of a qcow2 disk with something in it.</summary>
    public static async Task<byte[]> Qcow2Async(string folder, CancellationToken stop) =>
        await File.ReadAllBytesAsync(await ConvertedAsync(folder, "qcow2", stop), stop);

    /// <summary>The file of a disk in some format, with something in it.</summary>
    public static async Task<string> ConvertedAsync(string folder, string format, CancellationToken stop)
    {
        var made = Path.Combine(folder, $"{Guid.NewGuid():N}.{format}");
        await HostTool.QemuImg.DemandAsync("convert", ["convert", "-f", "raw", "-O", format, await RawAsync(folder, stop), made], "/", stop);
        return made;
    }

    /// <summary>The bytes of a qcow2 disk that rests on a raw file.</summary>
    public static async Task<byte[]> OverlayOfAsync(string folder, string file, CancellationToken stop)
    {
        var overlay = Path.Combine(folder, $"{Guid.NewGuid():N}.qcow2");
        await HostTool.QemuImg.DemandAsync("create", ["create", "-q", "-u", "-f", "qcow2", "-F", "raw", "-b", file, overlay, "1M"], "/", stop);
        return await File.ReadAllBytesAsync(overlay, stop);
    }
}
