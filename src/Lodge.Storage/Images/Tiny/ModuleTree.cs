namespace Lodge.Storage.Images.Tiny;

/// <summary>
/// The folder of modules as modprobe reads it: the modules, <c>modules.dep</c> with what each depends on, and
/// <c>modules.alias</c> with what asks for it (kmod, depmod(8) and modules.dep(5)).
/// </summary>
internal static class ModuleTree
{
    /// <summary>The files of the folder, which has the name of the kernel's release.</summary>
    public static IReadOnlyList<CpioEntry> Entries(string kernel, IReadOnlyList<KernelModule> modules) =>
    [
        CpioEntry.Directory($"lib/modules/{kernel}"),
        .. modules.Select(module => CpioEntry.File($"lib/modules/{kernel}/{module.FileName}", module.Content)),
        CpioEntry.File($"lib/modules/{kernel}/modules.dep", GuestFiles.Lines(Dependencies(modules))),
        CpioEntry.File($"lib/modules/{kernel}/modules.alias", GuestFiles.Lines(modules.SelectMany(Aliases))),
    ];

    /// <summary>A line for each module; those to load first stand last, and each names all that it needs.</summary>
    internal static IEnumerable<string> Dependencies(IReadOnlyList<KernelModule> modules)
    {
        var depends = modules.ToDictionary(module => module.Name, module => module.Depends);
        return modules.Select(module =>
        {
            var first = ModuleLoadOrder.Of([module.Name], depends).SkipLast(1).Reverse();
            return $"{module.FileName}:{string.Concat(first.Select(name => $" {name}.ko"))}";
        });
    }

    /// <summary>An alias with a space in it would end the line too early; none of the wanted ones has any.</summary>
    private static IEnumerable<string> Aliases(KernelModule module) =>
        module.Aliases.Where(alias => !alias.Contains(' ')).Select(alias => $"alias {alias} {module.Name}");
}
