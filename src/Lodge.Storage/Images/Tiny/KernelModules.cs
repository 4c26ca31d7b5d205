namespace Lodge.Storage.Images.Tiny;

/// <summary>A module of the guest.</summary>
/// <param name="Name">Its normalized name, such as <c>virtio_net</c>.</param>
/// <param name="Content">The uncompressed ELF file.</param>
/// <param name="Depends">The modules that must be loaded first.</param>
/// <param name="Aliases">The hardware that it drives, and the requests of the kernel that it fulfils.</param>
internal sealed record KernelModule(
    string Name, byte[] Content, IReadOnlyList<string> Depends, IReadOnlyList<string> Aliases)
{
    /// <summary>Its file name without a folder, such as <c>virtio_net.ko</c>.</summary>
    public string FileName => $"{Name}.ko";
}

/// <summary>Picks the modules that the tiny guest needs from those of a kernel package.</summary>
internal static class KernelModules
{
    /// <summary>What the guest cannot do without. A kernel may have them built in.</summary>
    public static readonly IReadOnlyList<string> Required =
        ["button", "evdev", "virtio_pci", "virtio_blk", "virtio_net"];

    /// <summary>
    /// What is good to have, as far as the kernel has it: each device that QEMU offers and a guest can use from a shell.
    /// Only the modules that the hardware asks for are loaded.
    /// </summary>
    public static readonly IReadOnlyList<string> Optional =
    [
        // virtio: microvm's bus, consoles, randomness, memory, sockets to the host, shared folders, screens.
        "virtio_mmio", "virtio_console", "virtio_rng", "virtio_balloon", "virtio_mem", "virtio_pmem", "nd_pmem",
        "virtio_scsi", "virtio_input", "virtio_gpu", "vmw_vsock_virtio_transport", "virtiofs", "9p", "9pnet_virtio",

        // Disks that imitate real ones, CD-ROMs and floppies, with what is found on them.
        "ata_piix", "ata_generic", "ahci", "nvme", "sd_mod", "sr_mod", "sg", "floppy",
        "isofs", "ext4", "crc32c_intel", "vfat", "nls_ascii", "nls_cp437", "nls_utf8",

        // USB: controllers, disks, keyboards, mice and tablets.
        "xhci_pci", "ehci_pci", "uhci_hcd", "ohci_pci", "usb_storage", "uas", "usbhid", "hid_generic",

        // Network cards that imitate real ones.
        "e1000", "e1000e", "igb", "8139cp", "8139too",

        // Watchdogs, the report of a panic, parallel ports, the host's files of configuration.
        "i6300esb", "iTCO_wdt", "i2c_i801", "lpc_ich", "ib700wdt", "pvpanic_mmio", "pvpanic_pci", "parport_pc", "ppdev", "qemu_fw_cfg",
    ];

    /// <summary>Reads the wanted modules and what they depend on, each after those it depends on.</summary>
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
        var modules = new Dictionary<string, KernelModule>();
        var open = new Queue<string>(wanted);
        while (open.TryDequeue(out var name))
        {
            if (modules.ContainsKey(name))
            {
                continue;
            }

            var content = await ReadAsync(name, unpacked, decompress, cancellation);
            modules[name] = Describe(name, content, unpacked.BuiltIn);
            modules[name].Depends.ToList().ForEach(open.Enqueue);
        }

        var depends = modules.ToDictionary(module => module.Key, module => module.Value.Depends);
        return [.. ModuleLoadOrder.Of(wanted, depends).Select(name => modules[name])];
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

    private static KernelModule Describe(string name, byte[] content, IReadOnlySet<string> builtIn)
    {
        try
        {
            var information = ModuleInfo.Parse(content);
            return new(name, content, [.. information.Depends.Where(other => !builtIn.Contains(other))], information.Aliases);
        }
        catch (InvalidDataException damaged)
        {
            throw new InvalidDataException($"the module {name} cannot be read: {damaged.Message}", damaged);
        }
    }
}
