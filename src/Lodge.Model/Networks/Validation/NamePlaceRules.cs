using System.Net;
using Lodge.Model.Vms.Validation;
using Lodge.Model.Vms.Validation.Devices;

namespace Lodge.Model.Networks.Validation;

/// <summary>Rules for names and addresses in a network. A field that is absent breaks none of them.</summary>
internal static class NamePlaceRules
{
    private const int LabelLimit = 63;
    private const int DomainLimit = 253;

    /// <summary>A name of one machine, without domain (RFC 1123, 2.1).</summary>
    public static void HostName(this Place place, string field, string? name) => place.AddIf(
        name is not null && !IsLabel(name, allowUnderscore: false),
        field,
        $"must be a host name of letters, digits and '-', and is '{name}'");

    /// <summary>A name with or without dots (RFC 1035, 2.3.1); labels may begin with an underscore (RFC 8552).</summary>
    public static void DomainName(this Place place, string field, string? name) => place.AddIf(
        name is not null && (name.Length > DomainLimit || !name.Split('.').All(label => IsLabel(label, allowUnderscore: true))),
        field,
        $"must be a domain name such as lab.example.org, and is '{name}'");

    /// <summary>One part of a service's name, without its underscore.</summary>
    public static void Label(this Place place, string field, string? name) => place.AddIf(
        name is not null && (name.Length == LabelLimit || !IsLabel(name, allowUnderscore: false)),
        field,
        $"must be a name of letters, digits and '-', and is '{name}'");

    /// <summary>A unicast MAC address.</summary>
    public static void Mac(this Place place, string field, string? mac)
    {
        if (mac is not null && NicValidator.MacProblem(mac) is { } problem)
        {
            place.Add(field, problem);
        }
    }

    /// <summary>An address that a guest of a subnet can have; null when it is none.</summary>
    public static IPAddress? AddressIn(this Place place, string field, string text, IPNetwork network)
    {
        if (place.Address(field, text) is not { } address)
        {
            return null;
        }

        if (!network.Contains(address))
        {
            place.Add(field, $"must be within the subnet {network}, and is {address}");
            return null;
        }

        var hasReserved = network.PrefixLength < Subnets.Bits(address) - 1;
        if (hasReserved && (address.Equals(network.BaseAddress) || (Subnets.Bits(address) == 32 && address.Equals(Subnets.Last(network)))))
        {
            place.Add(field, $"must be an address that a guest can have, and is {address}, which {network} needs itself");
            return null;
        }

        return address;
    }

    private static bool IsLabel(string label, bool allowUnderscore) =>
        label.Length is > 0 and <= LabelLimit && label[0] != '-' && label[^1] != '-'
        && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-' || (allowUnderscore && c == '_'));
}
