namespace Lodge.Storage.Images.Tiny;

/// <summary>The packages that a tiny image is made of, in their newest versions.</summary>
/// <param name="Kernel">The kernel itself, not the package that stands for the newest.</param>
/// <param name="Busybox">The programs of the guest.</param>
/// <param name="Agent">The guest agent, and after it what its libraries are in.</param>
internal sealed record TinyPackages(AptRecord Kernel, AptRecord Busybox, IReadOnlyList<AptRecord> Agent)
{
    /// <summary>All of them.</summary>
    public IReadOnlyList<AptRecord> All => [Kernel, Busybox, .. Agent];

    /// <summary>All of them, as a manifest names them.</summary>
    public IReadOnlyList<ImagePackage> Versioned => [.. All.Select(package => package.Versioned)];

    /// <summary>How much there is to fetch at most, in bytes.</summary>
    public long Size => All.Sum(package => package.Size);

    /// <summary>Asks apt.</summary>
    /// <exception cref="ImageBuildException">apt does not know a package.</exception>
    /// <exception cref="InvalidDataException">The kernel's package names no kernel.</exception>
    public static async Task<TinyPackages> FindAsync(Apt apt, TinyVariant variant, CancellationToken cancellation)
    {
        var records = await apt.ShowAsync([variant.KernelPackage, TinyRecipe.BusyboxPackage], cancellation);
        var kernel = records[0].VersionedKernel
            ?? throw new InvalidDataException($"the package {variant.KernelPackage} {records[0].Version} names no kernel");
        var kernelRecords = await apt.ShowAsync([$"{kernel.Name}={kernel.Version}"], cancellation);
        return new(kernelRecords[0], records[1], await GuestAgent.FindAsync(apt, cancellation));
    }
}
