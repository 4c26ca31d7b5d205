namespace Lodge.Qmp;

/// <summary>The version that QEMU states in its greeting and in the answer to <c>query-version</c>.</summary>
/// <param name="Qemu">The release number.</param>
/// <param name="Package">What the packager added, such as <c>Debian 1:7.2+dfsg-7</c>; may be empty.</param>
public sealed record QmpVersion(QemuRelease Qemu, string Package)
{
    /// <summary>Whether this is at least the given release.</summary>
    public bool IsAtLeast(int major, int minor) =>
        Qemu.Major > major || (Qemu.Major == major && Qemu.Minor >= minor);

    /// <inheritdoc/>
    public override string ToString() => $"{Qemu.Major}.{Qemu.Minor}.{Qemu.Micro}";
}

/// <summary>A QEMU release number; development builds have a micro number of 50 and above.</summary>
public sealed record QemuRelease(int Major, int Minor, int Micro);
