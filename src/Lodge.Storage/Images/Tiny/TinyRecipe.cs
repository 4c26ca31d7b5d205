using System.Security.Cryptography;
using System.Text;

namespace Lodge.Storage.Images.Tiny;

/// <summary>What the tiny image is made of, and what is said of it.</summary>
internal static class TinyRecipe
{
    /// <summary>The package with the programs of the guest, all in one.</summary>
    public const string BusyboxPackage = "busybox-static";

    /// <summary>Raised when the code that builds the image changes what comes out.</summary>
    private const int Revision = 2;

    /// <summary>
    /// Console on the first serial port and nothing on it but errors; a panic restarts the machine after a second, by
    /// a triple fault, since a microvm that has panicked does not obey the other ways; no self-tests of the kernel's
    /// ciphers, which take more than half of an emulated boot; and no check of a timer that a slow host fails.
    /// </summary>
    public const string CommandLine = "console=ttyS0 quiet panic=1 reboot=t cryptomgr.notests no_timer_check";

    /// <summary>In MiB. Measured: 72 is enough for Linux 6.1, and too little for 6.12; here both have room.</summary>
    public const int MinimumMemoryMiB = 128;

    /// <summary>A digest of all that decides what the image holds.</summary>
    public static string Inputs(IEnumerable<ImagePackage> packages)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        string[] facts =
        [
            $"revision {Revision}", CommandLine, $"{MinimumMemoryMiB}",
            .. packages.Select(package => $"{package.Name} {package.Version}"),
            .. KernelModules.Required, .. KernelModules.Optional,
        ];
        foreach (var fact in facts)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(fact + '\n'));
        }

        foreach (var (path, content) in GuestFiles.All)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{path} {content.Length}\n"));
            hash.AppendData(content);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The manifest of an image that has just been made.</summary>
    public static ImageManifest Manifest(
        TinyVariant variant, string kernelVersion, IReadOnlyList<ImagePackage> packages, IReadOnlyList<ImageFile> files, DateTimeOffset now) =>
        new()
        {
            Name = variant.Name,
            Description = variant.Description,
            Architecture = "x86_64",
            Created = now,
            Inputs = Inputs(packages),
            MinimumMemoryMiB = MinimumMemoryMiB,
            KernelVersion = kernelVersion,
            KernelCommandLine = CommandLine,
            Packages = packages,
            Files = files,
        };
}
