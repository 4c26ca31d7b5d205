using Lodge.Qemu.Companions.SharedFolders;

namespace Lodge.Qemu.Companions;

/// <summary>The programs for companions that this host has.</summary>
internal sealed record CompanionPrograms
{
    private static readonly string[] SwtpmPlaces = ["/usr/bin/swtpm", "/usr/local/bin/swtpm"];

    /// <summary>Absolute path of swtpm; null when it is not installed.</summary>
    public string? Swtpm { get; init; }

    /// <summary>The virtiofsd to use; null when none is installed.</summary>
    public VirtiofsdProgram? Virtiofsd { get; init; }

    /// <summary>Looks for them. They come and go with packages, so this is done anew for each VM.</summary>
    public static CompanionPrograms Find() => new()
    {
        Swtpm = SwtpmPlaces.FirstOrDefault(File.Exists),
        Virtiofsd = VirtiofsdDiscovery.Find(),
    };
}
