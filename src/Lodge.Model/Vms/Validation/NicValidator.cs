using System.Globalization;

namespace Lodge.Model.Vms.Validation;

/// <summary>Network cards.</summary>
internal static class NicValidator
{
    private const int NicLimit = 8;

    public static IEnumerable<Flaw> Check(VmDefinition definition)
    {
        if (definition.Nics.Count > NicLimit)
        {
            yield return new Flaw("nics", $"may have at most {NicLimit} entries, and has {definition.Nics.Count}");
        }

        for (var i = 0; i < definition.Nics.Count; i++)
        {
            if (definition.Nics[i].Mac is not { } mac)
            {
                continue;
            }

            if (MacProblem(mac) is { } problem)
            {
                yield return new Flaw($"nics[{i}].mac", problem);
            }
            else if (definition.Nics.Take(i).Any(other => string.Equals(other.Mac, mac, StringComparison.OrdinalIgnoreCase)))
            {
                yield return new Flaw($"nics[{i}].mac", $"is {mac}, as another card's is already");
            }
        }
    }

    private static string? MacProblem(string mac)
    {
        var parts = mac.Split(':');
        if (parts.Length != 6 || !parts.All(p => p.Length == 2 && byte.TryParse(p, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _)))
        {
            return $"must look like 52:54:00:12:34:56, and is '{mac}'";
        }

        var first = byte.Parse(parts[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return (first & 1) != 0 ? $"must be a unicast address (an even first byte), and is {mac}" : null;
    }
}
