using System.Text.Json.Serialization.Metadata;

namespace Lodge.Cli.Editing;

/// <summary>Looks up the types of fields in the metadata that the JSON source generator wrote.</summary>
internal static class FieldTypes
{
    /// <summary>The type below <paramref name="type"/> at a field's name or a list's index; null when unknown.</summary>
    public static JsonTypeInfo? Of(JsonTypeInfo? type, string part) => type?.Kind switch
    {
        JsonTypeInfoKind.Enumerable when type.ElementType is { } element => type.Options.GetTypeInfo(element),
        JsonTypeInfoKind.Object => Variants(type)
            .SelectMany(variant => variant.Properties)
            .FirstOrDefault(property => property.Name == part) is { } property
                ? type.Options.GetTypeInfo(property.PropertyType)
                : null,
        _ => null,
    };

    // A field such as a disk's source is one of several kinds, each with fields of its own.
    private static IEnumerable<JsonTypeInfo> Variants(JsonTypeInfo type) =>
        (type.PolymorphismOptions?.DerivedTypes ?? [])
            .Select(derived => type.Options.GetTypeInfo(derived.DerivedType))
            .Prepend(type);
}
