using Lodge.Model.Errors;

namespace Lodge.Model.Vms.Validation;

/// <summary>Checks what can be checked of a definition without a host. One validator a concern; all flaws are collected.</summary>
public static class VmValidator
{
    private static readonly Func<VmDefinition, IEnumerable<Flaw>>[] Concerns =
    [
        IdentityValidator.Check,
        BootValidator.Check,
        ComputeValidator.Check,
        DiskValidator.Check,
        NicValidator.Check,
        MachineValidator.Check,
        TuningValidator.Check,
    ];

    /// <summary>All flaws of <paramref name="definition"/>; empty when it is sound.</summary>
    public static IReadOnlyList<Flaw> Check(VmDefinition definition) =>
        [.. Concerns.SelectMany(concern => concern(definition))];

    /// <summary>Refuses a definition with flaws.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidArgument"/>, naming every flaw.</exception>
    public static void ThrowIfFlawed(VmDefinition definition)
    {
        var flaws = Check(definition);
        if (flaws.Count == 0)
        {
            return;
        }

        var what = flaws.Count == 1
            ? $"The definition of VM '{definition.Name}' is not valid: {flaws[0]}."
            : $"The definition of VM '{definition.Name}' has {flaws.Count} errors: {string.Join("; ", flaws)}.";
        throw new LodgeException(ErrorCode.InvalidArgument, what, "Correct it and try again; nothing was changed.");
    }
}
