using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Model.Text;
using Lodge.Model.Vms.Platform;

namespace Lodge.Qemu.Planning;

/// <summary>Finds the exact machine type that a definition means.</summary>
internal static class MachineNames
{
    /// <summary>The machine of <paramref name="definition"/> in this QEMU.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.Unsupported"/>: this QEMU has no such machine.</exception>
    public static QemuMachineFact Resolve(MachineDefinition definition, QemuFacts facts)
    {
        var (alias, prefix) = FamilyOf(definition.Type);
        return Find(definition, facts) ?? throw Unknown(definition, facts, alias, prefix);
    }

    /// <summary>The machine of <paramref name="definition"/> in this QEMU; null when it has none.</summary>
    public static QemuMachineFact? Find(MachineDefinition definition, QemuFacts facts)
    {
        var (alias, prefix) = FamilyOf(definition.Type);
        return definition.Version is { } version
            ? facts.Machines.FirstOrDefault(machine =>
                machine.Name == prefix + version || (machine.Name == version && version.StartsWith(prefix, StringComparison.Ordinal)))
            : facts.Machines.FirstOrDefault(machine => machine.Alias == alias || machine.Name == alias);
    }

    /// <summary>The machine with an exact name.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.Unsupported"/>: this QEMU has no such machine.</exception>
    public static QemuMachineFact ByName(string name, QemuFacts facts) =>
        facts.Machines.FirstOrDefault(machine => machine.Name == name)
        ?? throw new LodgeException(
            ErrorCode.Unsupported,
            $"QEMU {facts.Version} has no machine type '{name}', which the saved state was made with.",
            "Restore it on a host whose QEMU has that machine type, usually the same or a newer version.");

    private static (string Alias, string Prefix) FamilyOf(MachineType type) => type switch
    {
        MachineType.Q35 => ("q35", "pc-q35-"),
        MachineType.Pc => ("pc", "pc-i440fx-"),
        MachineType.Microvm => ("microvm", "microvm-"),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a machine family."),
    };

    private static LodgeException Unknown(MachineDefinition definition, QemuFacts facts, string alias, string prefix)
    {
        var versions = facts.Machines.Where(machine => machine.Name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(machine => machine.Name[prefix.Length..]).ToList();
        if (definition.Version is not { } version)
        {
            return new LodgeException(
                ErrorCode.Unsupported,
                $"QEMU {facts.Version} ({facts.Binary}) has no machine type '{alias}'.",
                "Choose another machine type, or install a QEMU that has it.");
        }

        var near = Suggestion.For(version, versions);
        var choice = versions.Count == 0 ? "it has no versions of this type; leave the version out"
            : near is not null ? $"did you mean '{near}'? It has {string.Join(", ", versions.Take(12))}"
            : $"it has {string.Join(", ", versions.Take(12))}";
        return new LodgeException(
            ErrorCode.Unsupported,
            $"QEMU {facts.Version} has no version '{version}' of machine type '{alias}': {choice}.",
            "Leave machine.version out for the newest one.");
    }
}
