using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Companions.SharedFolders;

namespace Lodge.Qemu.Companions;

/// <summary>The programs for companions that this host has.</summary>
internal sealed record CompanionPrograms
{
    private static readonly string[] Folders = ["/usr/bin", "/usr/local/bin"];

    private readonly Lazy<VirtiofsdProgram?> _virtiofsd = new(static () => null);

    /// <summary>Programs that are known already.</summary>
    public CompanionPrograms()
    {
    }

    private CompanionPrograms(Lazy<VirtiofsdProgram?> virtiofsd) => _virtiofsd = virtiofsd;

    /// <summary>Absolute path of swtpm; null when it is not installed.</summary>
    public string? Swtpm { get; init; }

    /// <summary>Absolute path of swtpm_setup, which makes TPMs as a factory does; null when it is not installed.</summary>
    public string? SwtpmSetup { get; init; }

    /// <summary>Absolute path of passt; null when it is not installed.</summary>
    public string? Passt { get; init; }

    /// <summary>The virtiofsd to use; null when none is installed.</summary>
    public VirtiofsdProgram? Virtiofsd
    {
        get => _virtiofsd.Value;
        init => _virtiofsd = new(() => value);
    }

    /// <summary>swtpm, for a VM that has a TPM.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.Unsupported"/>: it is not installed.</exception>
    public string RequireSwtpm() => Swtpm ?? throw new LodgeException(
        ErrorCode.Unsupported,
        "The VM has a TPM, and swtpm, which does the work of one, is not installed on this host.",
        "Install it (Debian: apt install swtpm swtpm-tools), or leave tpm out.");

    /// <summary>passt, for a card whose network it makes.</summary>
    /// <param name="facts">The QEMU that it would serve.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.Unsupported"/>: it is not installed, or QEMU cannot be connected to it.</exception>
    public string RequirePasst(QemuFacts facts)
    {
        // -netdev stream came with 7.2 (qapi/net.json in QEMU's tree).
        if (!Version.TryParse(facts.Version.Split('-')[0], out var version) || version < new Version(7, 2))
        {
            throw new LodgeException(
                ErrorCode.Unsupported,
                $"A network card has the backend 'passt', which QEMU {facts.Version} cannot be connected to.",
                "Use QEMU 7.2 or later, or QEMU's own network: backend 'qemu'.");
        }

        return Passt ?? throw new LodgeException(
            ErrorCode.Unsupported,
            "A network card has the backend 'passt', and passt is not installed on this host.",
            "Install it (Debian: apt install passt), or use QEMU's own network: backend 'qemu'.");
    }

    /// <summary>The virtiofsd for a shared folder: the one that it names, else the host's.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.Unsupported"/>: none is installed.</exception>
    public VirtiofsdProgram RequireVirtiofsd(FileSystemDefinition share) =>
        share.Binary is { } named ? new VirtiofsdProgram(named, VirtiofsdDiscovery.DialectOf(named))
        : Virtiofsd ?? throw new LodgeException(
            ErrorCode.Unsupported,
            $"The VM shares the folder '{share.Source}' by virtiofs, and virtiofsd is not installed on this host.",
            "Install it (Debian 12: apt install qemu-system-common; later: virtiofsd), or share the folder by 9p: driver 'path'.");

    /// <summary>
    /// Looks for them. They come and go with packages, so this is done anew for each VM; virtiofsd, which is looked
    /// into, only for those that need it.
    /// </summary>
    public static CompanionPrograms Find() => new(new Lazy<VirtiofsdProgram?>(VirtiofsdDiscovery.Find))
    {
        Passt = Find("passt"),
        Swtpm = Find("swtpm"),
        SwtpmSetup = Find("swtpm_setup"),
    };

    private static string? Find(string name) => Folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
