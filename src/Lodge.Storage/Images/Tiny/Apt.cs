using Lodge.Storage.Tools;

namespace Lodge.Storage.Images.Tiny;

/// <summary>The host's apt, as any user may use it: looks packages up and downloads them, and installs nothing.</summary>
internal sealed class Apt(string cacheFolder, IReadOnlyList<string> options)
{
    private const string UpdateRemedy =
        "Run 'apt-get update' as root, and see that /etc/apt/sources.list names Debian's 'main'.";

    /// <summary>The candidate version of each package, in the order asked for.</summary>
    /// <param name="packages">Names, or <c>name=version</c>.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="ImageBuildException">apt is missing, or does not know a package.</exception>
    public async Task<IReadOnlyList<AptRecord>> ShowAsync(
        IReadOnlyList<string> packages, CancellationToken cancellation)
    {
        var result = await RunAsync("apt-cache", ["show", "--no-all-versions", .. packages], "/", cancellation);
        var records = AptRecord.Parse(result.Output);
        return [.. packages.Select(package => Find(records, package))];
    }

    /// <summary>Brings the .deb files of packages into the cache, unless they are there.</summary>
    /// <param name="packages">Records that <see cref="ShowAsync"/> found.</param>
    /// <param name="workFolder">An existing folder for unfinished downloads.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The paths of the .deb files in the same order; their digests are those of apt's signed lists.</returns>
    public async Task<IReadOnlyList<string>> DownloadAsync(
        IReadOnlyList<AptRecord> packages, string workFolder, CancellationToken cancellation)
    {
        var missing = new List<AptRecord>();
        foreach (var package in packages)
        {
            if (!await IsGenuineAsync(PlaceOf(package), package, cancellation))
            {
                missing.Add(package);
            }
        }

        if (missing.Count > 0)
        {
            var folder = Directory.CreateDirectory(Path.Combine(workFolder, "packages")).FullName;
            await FetchAsync(missing, folder, cancellation);
            foreach (var package in missing)
            {
                await KeepAsync(package, folder, cancellation);
            }
        }

        return [.. packages.Select(PlaceOf)];
    }

    private string PlaceOf(AptRecord package) =>
        Path.Combine(cacheFolder, $"{package.Name}_{package.Version.Replace(':', '+')}.deb");

    private static async Task<bool> IsGenuineAsync(string path, AptRecord package, CancellationToken cancellation) =>
        File.Exists(path) && await FileDigest.OfFileAsync(path, cancellation) == package.Sha256;

    private async Task KeepAsync(AptRecord package, string folder, CancellationToken cancellation)
    {
        // The name goes on with the version, where apt escapes what it does not like, and the architecture.
        var file = Directory.EnumerateFiles(folder, $"{package.Name}_*.deb").SingleOrDefault();
        if (file is null || !await IsGenuineAsync(file, package, cancellation))
        {
            throw new ImageBuildException(
                ImageBuildFault.DownloadFailed,
                $"What came as {package.Name} {package.Version} is not what the package lists promise.",
                UpdateRemedy);
        }

        Directory.CreateDirectory(cacheFolder);
        File.Move(file, PlaceOf(package), overwrite: true);
    }

    private async Task FetchAsync(IReadOnlyList<AptRecord> packages, string folder, CancellationToken cancellation)
    {
        // As root, apt would change to a user of its own, who cannot write here, and complain.
        string[] sandbox = Environment.IsPrivilegedProcess ? ["-o", "APT::Sandbox::User=root"] : [];
        var result = await RunAsync(
            "apt-get",
            ["-q", "-o", "Acquire::Retries=2", "-o", "Acquire::http::Timeout=20", .. sandbox,
                "download", .. packages.Select(package => $"{package.Name}={package.Version}")],
            folder,
            cancellation);
        if (result.ExitCode != 0)
        {
            throw AptFailure.OfDownload(packages, result.Errors);
        }
    }

    private Task<HostToolResult> RunAsync(
        string program, IEnumerable<string> arguments, string folder, CancellationToken cancellation) =>
        new HostTool(program, "apt").RunAsync(
            [.. options.SelectMany(option => (string[])["-o", option]), .. arguments], folder, cancellation);

    private static AptRecord Find(IReadOnlyList<AptRecord> records, string package)
    {
        var name = package.Split('=')[0];

        // An installed package is known without lists too, but then apt has no digest and nowhere to get it from.
        return records.FirstOrDefault(record => record.Name == name && record.Sha256.Length > 0)
            ?? throw new ImageBuildException(
                ImageBuildFault.PackageUnknown,
                $"apt knows no package '{name}': the package lists of this host are missing or do not cover it.",
                UpdateRemedy);
    }
}
