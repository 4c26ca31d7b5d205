using Lodge.Model.Vms.Validation;

namespace Lodge.Model.Networks.Validation;

/// <summary>Name, title, description, tenant, and what is kept of libvirt's XML.</summary>
internal static class NetworkIdentityValidator
{
    private const int KeptLimit = 262_144;

    public static void Check(NetworkDefinition definition, Place root)
    {
        root.Name("name", definition.Name, "a network");
        root.Name("tenant", definition.Tenant, "a tenant");
        root.About(definition.Title, definition.Description);
        root.AddIf(definition.Metadata?.Length > KeptLimit, "metadata", $"must have at most {KeptLimit} characters");
    }
}
