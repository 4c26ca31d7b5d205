using Lodge.Model.Vms.Validation;

namespace Lodge.Model.Networks.Validation;

/// <summary>Name, title, description, tenant, and what is kept of libvirt's XML.</summary>
internal static class NetworkIdentityValidator
{
    private const int TitleLimit = 200;
    private const int DescriptionLimit = 8192;
    private const int KeptLimit = 262_144;

    public static void Check(NetworkDefinition definition, Place root)
    {
        root.Name("name", definition.Name, "a network");
        root.Name("tenant", definition.Tenant, "a tenant");
        root.AddIf(
            definition.Title is { } title && (title.Length > TitleLimit || title.AsSpan().ContainsAny('\n', '\r')),
            "title",
            $"must be one line of at most {TitleLimit} characters");
        root.AddIf(
            definition.Description?.Length > DescriptionLimit,
            "description",
            $"must have at most {DescriptionLimit} characters, and has {definition.Description?.Length}");
        root.AddIf(definition.Metadata?.Length > KeptLimit, "metadata", $"must have at most {KeptLimit} characters");
    }
}
