namespace Lodge.Storage.Images.Tiny;

/// <summary>Puts kernel modules in an order in which each comes after those it depends on.</summary>
internal static class ModuleLoadOrder
{
    /// <summary>The wanted modules and all that they depend on.</summary>
    /// <param name="wanted">Names of modules, in the order to keep where dependencies allow.</param>
    /// <param name="known">Every module of the closure with what it depends on.</param>
    /// <exception cref="InvalidDataException">A dependency is unknown, or modules depend on each other.</exception>
    public static IReadOnlyList<string> Of(
        IEnumerable<string> wanted, IReadOnlyDictionary<string, IReadOnlyList<string>> known)
    {
        var order = new List<string>();
        var visiting = new HashSet<string>();
        foreach (var name in wanted)
        {
            Visit(name, known, visiting, order);
        }

        return order;
    }

    private static void Visit(
        string name,
        IReadOnlyDictionary<string, IReadOnlyList<string>> known,
        HashSet<string> visiting,
        List<string> order)
    {
        if (order.Contains(name))
        {
            return;
        }

        if (!known.TryGetValue(name, out var depends))
        {
            throw new InvalidDataException($"the module {name} is missing");
        }

        if (!visiting.Add(name))
        {
            throw new InvalidDataException($"the module {name} depends on itself");
        }

        foreach (var dependency in depends)
        {
            Visit(dependency, known, visiting, order);
        }

        order.Add(name);
    }
}
