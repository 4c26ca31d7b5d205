using Lodge.Qemu.Companions.SharedFolders;

namespace Lodge.Qemu.Companions;

/// <summary>The programs for companions that this host has.</summary>
internal sealed record CompanionPrograms
{
    private static readonly string[] Folders = ["/usr/bin", "/usr/local/bin"];

    /// <summary>Absolute path of swtpm; null when it is not installed.</summary>
    public string? Swtpm { get; init; }

    /// <summary>Absolute path of swtpm_setup, which makes TPMs as a factory does; null when it is not installed.</summary>
    public string? SwtpmSetup { get; init; }

    /// <summary>The virtiofsd to use; null when none is installed.</summary>
    public VirtiofsdProgram? Virtiofsd { get; init; }

    /// <summary>Looks for them. They come and go with packages, so this is done anew for each VM.</summary>
    public static CompanionPrograms Find() => new()
    {
        Swtpm = Find("swtpm"),
        SwtpmSetup = Find("swtpm_setup"),
        Virtiofsd = VirtiofsdDiscovery.Find(),
    };

    private static string? Find(string name) => Folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
