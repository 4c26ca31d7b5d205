namespace Lodge.Model.Vms.Validation;

/// <summary>Name, title, description.</summary>
internal static class IdentityValidator
{
    private const int NameLimit = 63;
    private const int TitleLimit = 200;
    private const int DescriptionLimit = 8192;

    public static IEnumerable<Flaw> Check(VmDefinition definition)
    {
        if (NameProblem(definition.Name) is { } problem)
        {
            yield return new Flaw("name", problem);
        }

        if (definition.Title is { } title && (title.Length > TitleLimit || title.AsSpan().ContainsAny('\n', '\r')))
        {
            yield return new Flaw("title", $"must be one line of at most {TitleLimit} characters");
        }

        if (definition.Description is { Length: > DescriptionLimit } description)
        {
            yield return new Flaw("description", $"must have at most {DescriptionLimit} characters, and has {description.Length}");
        }
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
