using System.IO.Compression;

namespace Lodge.Storage.Images.Tiny;

/// <summary>Lays the tiny guest out: the file system that the kernel unpacks into memory.</summary>
internal static class Initramfs
{
    private static readonly string[] Folders =
    [
        "bin", "dev", "etc", "etc/acpi", "etc/acpi/PWRF", "lib", "lib64", "lib/modules", "mnt", "proc", "root", "run",
        "sys", "tmp", "usr", "usr/local", "usr/local/bin", "usr/sbin", "var",
    ];

    /// <summary>The entries of the archive, folders first.</summary>
    /// <param name="busybox">The static busybox.</param>
    /// <param name="kernel">The kernel's release.</param>
    /// <param name="modules">The kernel modules.</param>
    /// <param name="agent">The guest agent and its libraries.</param>
    public static IReadOnlyList<CpioEntry> Entries(
        byte[] busybox, string kernel, IReadOnlyList<KernelModule> modules, IReadOnlyList<CpioEntry> agent) =>
    [
        .. Folders.Select(CpioEntry.Directory),

        // The kernel opens the console before the guest has made any device (Linux, Documentation/admin-guide/devices.txt).
        CpioEntry.CharacterDevice("dev/console", 5, 1),
        CpioEntry.CharacterDevice("dev/null", 1, 3),
        CpioEntry.Program("bin/busybox", busybox),
        CpioEntry.Link("bin/sh", "busybox"),

        // Where the kernel and the guest agent look for programs and keep their state.
        CpioEntry.Link("sbin", "bin"),
        CpioEntry.Link("var/run", "/run"),
        .. GuestFiles.All.Select(OfGuest),
        .. agent,
        .. ModuleTree.Entries(kernel, modules),
    ];

    /// <summary>Writes the archive, compressed as the kernel unpacks it, and down to the disk.</summary>
    public static async Task WriteAsync(
        string path, IReadOnlyList<CpioEntry> entries, CancellationToken cancellation)
    {
        await using var file = File.Create(path);
        await using (var gzip = new GZipStream(file, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            await CpioWriter.WriteAsync(gzip, entries, cancellation);
        }

        file.Flush(flushToDisk: true);
    }

    private static CpioEntry OfGuest((string Path, byte[] Content) file) =>
        GuestFiles.IsProgram(file.Content)
            ? CpioEntry.Program(file.Path, file.Content)
            : CpioEntry.File(file.Path, file.Content);
}
