namespace Lodge.Storage.Images.Tiny;

/// <summary>Shared libraries unpacked from Debian packages, by the names that programs need them by.</summary>
/// <param name="folder">Where to unpack; it exists and is empty.</param>
internal sealed class DebianLibraries(string folder)
{
    private readonly Dictionary<string, (byte[] Content, SharedObject Object)> _byName = [];

    /// <summary>Adds the libraries of a package; those in folders of their own are plug-ins, and stay out.</summary>
    public async Task AddAsync(string package, CancellationToken cancellation)
    {
        var files = new List<string>();
        await DebianPackage.UnpackAsync(
            package,
            path =>
            {
                if (!IsLibrary(path))
                {
                    return null;
                }

                files.Add(Path.Combine(folder, Path.GetFileName(path)));
                return files[^1];
            },
            cancellation);
        foreach (var file in files)
        {
            var content = await File.ReadAllBytesAsync(file, cancellation);
            if (ElfSections.IsElf(content) && SharedObject.Parse(content) is { Name: { } name } library)
            {
                _byName[name] = (content, library);
            }
        }
    }

    /// <summary>All that a program needs, directly or not, as files of the guest.</summary>
    /// <exception cref="InvalidDataException">A library is in none of the packages.</exception>
    public IReadOnlyList<CpioEntry> NeededBy(byte[] program)
    {
        var found = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        var open = new Queue<string>(SharedObject.Parse(program).Needs);
        while (open.TryDequeue(out var name))
        {
            if (found.ContainsKey(name))
            {
                continue;
            }

            var (content, library) = _byName.TryGetValue(name, out var known)
                ? known
                : throw new InvalidDataException($"no package brings the library {name}");
            found[name] = content;
            library.Needs.ToList().ForEach(open.Enqueue);
        }

        return [.. found.Select(library => CpioEntry.Program(PlaceOf(library.Key), library.Value))];
    }

    /// <summary>The dynamic linker has its place in every program; libraries may lie anywhere it looks.</summary>
    private static string PlaceOf(string name) => name.StartsWith("ld-linux", StringComparison.Ordinal) ? $"lib64/{name}" : $"lib/{name}";

    private static bool IsLibrary(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        return folder.StartsWith("usr/", StringComparison.Ordinal) switch
        {
            true => IsLibraryFolder(folder[4..]),
            false => IsLibraryFolder(folder),
        } && Path.GetFileName(path).Contains(".so", StringComparison.Ordinal);
    }

    private static bool IsLibraryFolder(string folder) => folder is "lib/x86_64-linux-gnu" or "lib64" or "lib";
}
