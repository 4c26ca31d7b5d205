namespace Lodge.Storage.Images.Tiny;

/// <summary>A module of the guest, ready to be loaded.</summary>
/// <param name="FileName">Its file name without a folder, such as <c>virtio_net.ko</c>.</param>
/// <param name="Content">The uncompressed ELF file.</param>
internal sealed record KernelModule(string FileName, byte[] Content);

/// <summary>Picks the modules that the tiny guest needs from those of a kernel package.</summary>
internal static class KernelModules
{
    /// <summary>What the guest cannot do without. A kernel may have them built in.</summary>
    public static readonly IReadOnlyList<string> Required =
        ["button", "evdev", "virtio_pci", "virtio_blk", "virtio_net"];

    /// <summary>What is good to have: microvm's bus, consoles, randomness, the balloon, the report of a panic.</summary>
    public static readonly IReadOnlyList<string> Optional =
        ["virtio_mmio", "virtio_console", "virtio_rng", "virtio_balloon", "pvpanic_mmio", "pvpanic_pci"];

    /// <summary>Reads the wanted modules and what they depend on, in the order to load them.</summary>
    /// <param name="unpacked">The parts of the kernel package.</param>
    /// <param name="decompress">Reads a compressed module.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="InvalidDataException">A module that is needed is missing or damaged.</exception>
    public static async Task<IReadOnlyList<KernelModule>> PickAsync(
        UnpackedKernel unpacked,
        Func<string, CancellationToken, Task<byte[]>> decompress,
        CancellationToken cancellation)
    {
        var wanted = Required
            .Concat(Optional.Where(unpacked.ModulePaths.ContainsKey))
            .Where(name => !unpacked.BuiltIn.Contains(name))
            .ToList();
        var contents = new Dictionary<string, byte[]>();
        var depends = new Dictionary<string, IReadOnlyList<string>>();
        var open = new Queue<string>(wanted);
        while (open.TryDequeue(out var name))
        {
            if (depends.ContainsKey(name))
            {
                continue;
            }

            contents[name] = await ReadAsync(name, unpacked, decompress, cancellation);
            depends[name] = DependsOf(name, contents[name], unpacked.BuiltIn);
            depends[name].ToList().ForEach(open.Enqueue);
        }

        return [.. ModuleLoadOrder.Of(wanted, depends).Select(name => new KernelModule($"{name}.ko", contents[name]))];
    }

    private static async Task<byte[]> ReadAsync(
        string name,
        UnpackedKernel unpacked,
        Func<string, CancellationToken, Task<byte[]>> decompress,
        CancellationToken cancellation)
    {
        if (!unpacked.ModulePaths.TryGetValue(name, out var path))
        {
            throw new InvalidDataException($"the module {name} is missing");
        }

        return path.EndsWith(".ko", StringComparison.Ordinal)
            ? await File.ReadAllBytesAsync(path, cancellation)
            : await decompress(path, cancellation);
    }

    private static IReadOnlyList<string> DependsOf(string name, byte[] content, IReadOnlySet<string> builtIn)
    {
        try
        {
            return [.. ModuleInfo.Parse(content).Depends.Where(dependency => !builtIn.Contains(dependency))];
        }
        catch (InvalidDataException damaged)
        {
            throw new InvalidDataException($"the module {name} cannot be read: {damaged.Message}", damaged);
        }
    }
}
