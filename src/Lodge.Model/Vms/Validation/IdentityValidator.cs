namespace Lodge.Model.Vms.Validation;

/// <summary>Name, title, description, and what is kept of libvirt's XML.</summary>
internal static class IdentityValidator
{
    private const int NameLimit = 63;
    private const int KeptLimit = 262_144;

    public static void Check(VmDefinition definition, Place root)
    {
        if (NameProblem(definition.Name) is { } problem)
        {
            root.Add("name", problem);
        }

        root.About(definition.Title, definition.Description);
        root.AddIf(definition.Kept?.Metadata?.Length > KeptLimit, "kept.metadata", $"must have at most {KeptLimit} characters");
        root.AddIf(definition.Kept?.Qemu?.Length > KeptLimit, "kept.qemu", $"must have at most {KeptLimit} characters");
    }

    /// <summary>What is wrong with a VM's name; null when nothing is.</summary>
    public static string? NameProblem(string name)
    {
        if (name.Length is 0 or > NameLimit)
        {
            return $"must have 1 to {NameLimit} characters, and has {name.Length}";
        }

        if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-') || name[0] is '-' or '.')
        {
            return $"must consist of letters, digits, '.', '_' and '-', and begin with a letter, a digit or '_'; '{name}' does not";
        }

        return Guid.TryParse(name, out _) ? "must not look like an id (UUID), since either may be used to name a VM" : null;
    }
}
