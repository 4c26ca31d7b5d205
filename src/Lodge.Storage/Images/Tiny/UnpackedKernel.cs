namespace Lodge.Storage.Images.Tiny;

/// <summary>The parts of a Debian kernel package that an image is made of, unpacked into a folder.</summary>
/// <param name="Version">The kernel's release, as <c>uname -r</c> prints it.</param>
/// <param name="KernelPath">The bootable kernel.</param>
/// <param name="ModulePaths">The file of each module, by normalized name; it may be compressed.</param>
/// <param name="BuiltIn">The normalized names of the modules that are part of the kernel itself.</param>
internal sealed record UnpackedKernel(
    string Version,
    string KernelPath,
    IReadOnlyDictionary<string, string> ModulePaths,
    IReadOnlySet<string> BuiltIn)
{
    private const string KernelPrefix = "boot/vmlinuz-";
    private const string BuiltInList = "modules.builtin";

    /// <summary>Unpacks a kernel package into a folder that exists and is empty.</summary>
    /// <exception cref="InvalidDataException">The package holds no kernel.</exception>
    public static async Task<UnpackedKernel> UnpackAsync(string package, string folder, CancellationToken cancellation)
    {
        string? version = null;
        var modules = new Dictionary<string, string>();
        var builtInPath = Path.Combine(folder, BuiltInList);
        await DebianPackage.UnpackAsync(
            package,
            path =>
            {
                var name = Path.GetFileName(path);
                if (path.StartsWith(KernelPrefix, StringComparison.Ordinal))
                {
                    version = path[KernelPrefix.Length..];
                    return Path.Combine(folder, TinyImageBuilder.KernelFile);
                }

                if (ModuleName(path) is { } module)
                {
                    return modules[module] = Path.Combine(folder, name);
                }

                return name == BuiltInList ? builtInPath : null;
            },
            cancellation);
        return new(
            version ?? throw new InvalidDataException("there is no kernel in its package"),
            Path.Combine(folder, TinyImageBuilder.KernelFile),
            modules,
            await ReadBuiltInAsync(builtInPath, cancellation));
    }

    /// <summary>The normalized name of the module at a path such as <c>lib/modules/6.1/kernel/a/b.ko.xz</c>.</summary>
    private static string? ModuleName(string path)
    {
        var name = Path.GetFileName(path);
        var end = name.IndexOf(".ko", StringComparison.Ordinal);
        var isModule = end > 0 && path.Contains("lib/modules/", StringComparison.Ordinal) && name[end..] is ".ko" or ".ko.xz";
        return isModule ? ModuleInfo.Normalize(name[..end]) : null;
    }

    private static async Task<IReadOnlySet<string>> ReadBuiltInAsync(string path, CancellationToken cancellation)
    {
        var lines = File.Exists(path) ? await File.ReadAllLinesAsync(path, cancellation) : [];
        return lines.Select(line => ModuleInfo.Normalize(Path.GetFileNameWithoutExtension(line))).ToHashSet();
    }
}
