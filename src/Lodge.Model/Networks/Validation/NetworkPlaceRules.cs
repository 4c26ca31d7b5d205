using System.Net;
using Lodge.Model.Vms.Validation;

namespace Lodge.Model.Networks.Validation;

/// <summary>Rules that fields of networks and security groups have in common. A field that is absent breaks none of them.</summary>
internal static class NetworkPlaceRules
{
    private const int NameLimit = 63;
    private const int PortLimit = 65_535;

    /// <summary>A name that people choose.</summary>
    public static void Name(this Place place, string field, string? name, string whose)
    {
        if (name is not null && NameProblem(name, whose) is { } problem)
        {
            place.Add(field, problem);
        }
    }

    /// <summary>One port, or all from one to another.</summary>
    public static void Ports(this Place place, int? port, int? last)
    {
        place.Range("port", port, 1, PortLimit);
        place.Range("lastPort", last, 1, PortLimit);
        place.AddIf(last is not null && port is null, "lastPort", "is given without 'port'");
        place.AddIf(last < port, "lastPort", $"must not be below 'port', {port}, and is {last}");
    }

    /// <summary>An IP address; null when it is absent or malformed.</summary>
    public static IPAddress? Address(this Place place, string field, string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (Subnets.TryParseAddress(text, out var address))
        {
            return address;
        }

        place.Add(field, $"must be an IP address, and is '{text}'");
        return null;
    }

    /// <summary>A network in whose address the bits behind the prefix are zero; null when it is absent or malformed.</summary>
    public static IPNetwork? Network(this Place place, string field, string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (Subnets.Parse(text) is not { } parsed)
        {
            place.Add(field, $"must be a network such as 10.1.0.0/16, and is '{text}'");
            return null;
        }

        if (!parsed.Address.Equals(parsed.Network.BaseAddress))
        {
            place.Add(field, $"must have zeros behind its prefix, as {parsed.Network} has, and is {text}");
            return null;
        }

        return parsed.Network;
    }

    /// <summary>An IP address, or a network.</summary>
    public static void AddressOrNetwork(this Place place, string field, string? text)
    {
        if (text is not null && text.Contains('/', StringComparison.Ordinal))
        {
            place.Network(field, text);
        }
        else
        {
            place.Address(field, text);
        }
    }

    private static string? NameProblem(string name, string whose)
    {
        if (name.Length is 0 or > NameLimit)
        {
            return $"must have 1 to {NameLimit} characters, and has {name.Length}";
        }

        if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-') || name[0] is '-' or '.')
        {
            return $"must consist of letters, digits, '.', '_' and '-', and begin with a letter, a digit or '_'; '{name}' does not";
        }

        return Guid.TryParse(name, out _) ? $"must not look like an id (UUID), since either may be used to name {whose}" : null;
    }
}
