using Lodge.Model.Errors;
using Lodge.Model.Vms.Validation;

namespace Lodge.Model.Storage.Validation;

/// <summary>Checks what can be checked of a pool without a host and without the other pools. All flaws are collected.</summary>
public static class PoolValidator
{
    private const int TitleLimit = 200;
    private const int DescriptionLimit = 8192;
    private const int KeptLimit = 262_144;

    /// <summary>All flaws of <paramref name="definition"/>; empty when it is sound.</summary>
    public static IReadOnlyList<Flaw> Check(PoolDefinition definition)
    {
        var root = Place.Root();
        root.StorageName("name", definition.Name);
        root.AddIf(
            definition.Title is { } title && (title.Length > TitleLimit || title.AsSpan().ContainsAny('\n', '\r')),
            "title",
            $"must be one line of at most {TitleLimit} characters");
        root.AddIf(definition.Description?.Length > DescriptionLimit, "description", $"must have at most {DescriptionLimit} characters, and has {definition.Description?.Length}");
        root.AddIf(definition.Metadata?.Length > KeptLimit, "metadata", $"must have at most {KeptLimit} characters");
        CheckThresholds(definition.Thresholds, root.In("thresholds"));
        BackendValidator.Check(definition.Backend, root.In("backend"));
        return root.Flaws;
    }

    /// <summary>Refuses a definition with flaws.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidArgument"/>, naming every flaw.</exception>
    public static void ThrowIfFlawed(PoolDefinition definition) =>
        StorageFlaws.ThrowIfAny(Check(definition), $"The definition of storage pool '{StorageNames.Shown(definition.Name)}'");

    /// <summary>Refuses to look for what nobody could find so.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidArgument"/>, naming every flaw.</exception>
    public static void ThrowIfFlawed(PoolSearch search)
    {
        var root = Place.Root();
        RemoteBackendValidator.Check(search, root);
        StorageFlaws.ThrowIfAny(root.Flaws, "The search for what storage pools could be made of");
    }

    private static void CheckThresholds(PoolThresholds? thresholds, Place place)
    {
        place.Range("warning", thresholds?.Warning, 1, 100);
        place.Range("critical", thresholds?.Critical, 1, 100);
        var (warning, critical) = (thresholds?.Warning ?? PoolThresholds.DefaultWarning, thresholds?.Critical ?? PoolThresholds.DefaultCritical);
        place.AddIf(thresholds is not null && critical < warning, "critical", $"must not be below the warning, and is {critical} of {warning}");
    }
}
