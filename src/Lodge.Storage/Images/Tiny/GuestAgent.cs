namespace Lodge.Storage.Images.Tiny;

/// <summary>QEMU's guest agent from Debian's package, with the libraries that it needs.</summary>
internal static class GuestAgent
{
    /// <summary>The package with the agent.</summary>
    public const string Package = "qemu-guest-agent";

    /// <summary>How far away the packages of its libraries are: those of its libraries' own libraries.</summary>
    private const int LibraryDepth = 2;

    /// <summary>The agent's package, and those that it depends on.</summary>
    public static async Task<IReadOnlyList<AptRecord>> FindAsync(Apt apt, CancellationToken cancellation)
    {
        var agent = await apt.ShowAsync([Package], cancellation);
        var all = agent.ToDictionary(package => package.Name);
        var last = agent;
        for (var depth = 0; depth < LibraryDepth; depth++)
        {
            var names = last.SelectMany(package => package.DependsOn).Distinct().Where(name => !all.ContainsKey(name)).ToList();
            if (names.Count == 0)
            {
                break;
            }

            last = await apt.ShowAsync(names, cancellation);
            foreach (var package in last)
            {
                all[package.Name] = package;
            }
        }

        return [.. all.Values];
    }

    /// <summary>Unpacks the agent and its libraries, as files of the guest.</summary>
    /// <param name="packages">The .deb files of <see cref="FindAsync"/>, the agent's first.</param>
    /// <param name="folder">A folder for the work.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="InvalidDataException">The packages lack the agent or one of its libraries.</exception>
    public static async Task<IReadOnlyList<CpioEntry>> UnpackAsync(
        IReadOnlyList<string> packages, string folder, CancellationToken cancellation)
    {
        var program = Path.Combine(folder, "qemu-ga");
        await DebianPackage.UnpackAsync(packages[0], path => path == "usr/sbin/qemu-ga" ? program : null, cancellation);
        if (!File.Exists(program))
        {
            throw new InvalidDataException("there is no qemu-ga in the guest agent's package");
        }

        var libraries = new DebianLibraries(Directory.CreateDirectory(Path.Combine(folder, "libraries")).FullName);
        foreach (var package in packages.Skip(1))
        {
            await libraries.AddAsync(package, cancellation);
        }

        var content = await File.ReadAllBytesAsync(program, cancellation);
        return [CpioEntry.Program("usr/sbin/qemu-ga", content), .. libraries.NeededBy(content)];
    }
}
