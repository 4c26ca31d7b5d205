using System.Globalization;
using System.Net;
using System.Numerics;
using Lodge.Model.Errors;
using Lodge.Model.Firewall.Filters;

namespace Lodge.Network.Firewall.Filters;

/// <summary>Conditions of a filter's rule in nft's language. Pure.</summary>
internal sealed class FilterWords
{
    private const string RarpType = "0x8035";

    private readonly string _filter;
    private readonly bool _negated;
    private readonly IReadOnlyDictionary<string, string> _attributes;
    private readonly HashSet<string> _said = ["comment"];
    private readonly List<string> _words = [];

    private FilterWords(string filter, bool negated, IReadOnlyDictionary<string, string> attributes) =>
        (_filter, _negated, _attributes) = (filter, negated, attributes);

    /// <summary>The conditions, with a space behind each.</summary>
    /// <param name="filter">Name of the filter, for the message of a failure.</param>
    /// <param name="match">What the rule speaks of.</param>
    /// <param name="attributes">Its attributes, without variables.</param>
    /// <exception cref="LodgeException">A value is no value of its kind, or a bridge cannot tell such frames apart.</exception>
    public static string For(string filter, FilterMatch match, IReadOnlyDictionary<string, string> attributes)
    {
        var words = new FilterWords(filter, match.Negated == true, attributes);
        words.Mac("src", "saddr");
        words.Mac("dst", "daddr");
        words.Write(match.Protocol);
        if (attributes.Keys.FirstOrDefault(name => !words._said.Contains(name)) is { } unsaid)
        {
            throw new LodgeException(
                ErrorCode.Unsupported,
                $"The network filter '{filter}' tells frames apart by '{unsaid}' ({match.Protocol}), which Lodge cannot do on a bridge.",
                "Take that attribute out of the filter.");
        }

        return string.Concat(words._words.Select(word => word + " "));
    }

    /// <summary>The kind of frames that a chain of this name sees; empty: all.</summary>
    public static string ChainKind(string chain) => chain.Split('-')[0] switch
    {
        "vlan" => "ether type 8021q ",
        "stp" => "ether daddr 01:80:c2:00:00:00 ",
        "arp" => "ether type arp ",
        "rarp" => $"ether type {RarpType} ",
        "ipv4" => "meta protocol ip ",
        "ipv6" => "meta protocol ip6 ",
        _ => "",
    };

    private void Write(FilterProtocol protocol)
    {
        switch (protocol)
        {
            case FilterProtocol.Mac:
                Say("protocolid", "ether type", EtherType);
                break;
            case FilterProtocol.Vlan:
                _words.Add("ether type 8021q");
                Say("vlanid", "vlan id", Number);
                Say("encap-protocol", "vlan type", EtherType);
                break;
            case FilterProtocol.Stp:
                _words.Add(ChainKind("stp").Trim());
                break;
            case FilterProtocol.Arp or FilterProtocol.Rarp:
                Arp(protocol == FilterProtocol.Rarp);
                break;
            case FilterProtocol.Ip or FilterProtocol.Ipv6:
                Internet(protocol == FilterProtocol.Ip ? "ip" : "ip6", _attributes.GetValueOrDefault("protocol") is { } name ? L4(name) : null);
                _said.Add("protocol");
                break;
            default:
                Internet(protocol is >= FilterProtocol.TcpIpv6 and <= FilterProtocol.AllIpv6 ? "ip6" : "ip", Above(protocol));
                break;
        }
    }

    private static string? Above(FilterProtocol protocol) => protocol switch
    {
        FilterProtocol.All or FilterProtocol.AllIpv6 => null,
        FilterProtocol.Icmpv6 => "ipv6-icmp",
        _ => protocol.ToString().Replace("Ipv6", "", StringComparison.Ordinal).ToLowerInvariant(),
    };

    private void Internet(string words, string? above)
    {
        _words.Add($"meta protocol {words}");
        if (above is not null)
        {
            _words.Add(_negated && _attributes.ContainsKey("protocol") ? $"meta l4proto != {above}" : $"meta l4proto {above}");
        }

        Address("src", $"{words} saddr");
        Address("dst", $"{words} daddr");
        Range("srcportstart", "srcportend", "th sport");
        Range("dstportstart", "dstportend", "th dport");
        Say("dscp", $"{words} dscp", Number);
        var control = words == "ip" ? "icmp" : "icmpv6";
        Range("type", "typeend", $"{control} type");
        Range("code", "codeend", $"{control} code");
        TcpFlags();
    }

    // Places in the frame for reverse ARP, which nft has no words for (RFC 903, as RFC 826).
    private void Arp(bool reverse)
    {
        _words.Add(reverse ? $"ether type {RarpType}" : "ether type arp");
        Say("hwtype", reverse ? "@nh,0,16" : "arp htype", Number);
        Say("protocoltype", reverse ? "@nh,16,16" : "arp ptype", Number);
        Say("opcode", reverse ? "@nh,48,16" : "arp operation", Operation);
        Say("arpsrcmacaddr", reverse ? "@nh,64,48" : "arp saddr ether", value => reverse ? RawMac(value) : MacText(value));
        Say("arpdstmacaddr", reverse ? "@nh,144,48" : "arp daddr ether", value => reverse ? RawMac(value) : MacText(value));
        if (reverse)
        {
            Say("arpsrcipaddr", "@nh,112,32", RawIp);
            Say("arpdstipaddr", "@nh,192,32", RawIp);
            return;
        }

        Address("arpsrc", "arp saddr ip");
        Address("arpdst", "arp daddr ip");
    }

    private void Say(string name, string field, Func<string, string> value)
    {
        if (_attributes.TryGetValue(name, out var given))
        {
            _words.Add($"{field} {Not}{value(given)}");
            _said.Add(name);
        }
    }

    private void Mac(string side, string field)
    {
        var mask = _attributes.GetValueOrDefault($"{side}macmask");
        Say($"{side}macaddr", mask is null ? $"ether {field}" : $"ether {field} & {MacText(mask)}", value => mask is null || _negated ? MacText(value) : $"== {MacText(value)}");
        _said.Add($"{side}macmask");
    }

    private void Address(string side, string field)
    {
        var mask = _attributes.GetValueOrDefault($"{side}ipmask");
        Say($"{side}ipaddr", field, value => mask is null ? Ip(value) : $"{Ip(value)}/{Prefix(mask)}");
        _said.Add($"{side}ipmask");
        Range($"{side}ipfrom", $"{side}ipto", field, Ip);
    }

    private void Range(string from, string to, string field, Func<string, string>? value = null)
    {
        var words = value ?? Number;
        Say(from, field, first => _attributes.TryGetValue(to, out var last) && last != first ? $"{words(first)}-{words(last)}" : words(first));
        _said.Add(to);
    }

    // Which flags are looked at, then those that are set: SYN,ACK/SYN.
    private void TcpFlags()
    {
        if (_attributes.TryGetValue("flags", out var text))
        {
            var parts = text.Split('/');
            var (looked, set) = (Flags(parts[0]), Flags(parts.ElementAtOrDefault(1) ?? "NONE"));
            _words.Add($"tcp flags & ({looked}) {(_negated ? "!=" : "==")} {set}");
            _said.Add("flags");
        }
    }

    private string Flags(string text) => text.ToUpperInvariant() switch
    {
        "NONE" => "0x0",
        "ALL" => "fin | syn | rst | psh | ack | urg",
        _ => string.Join(" | ", text.Split(',').Select(flag =>
            flag.ToLowerInvariant() is var word and ("fin" or "syn" or "rst" or "psh" or "ack" or "urg") ? word : throw Bad(flag, "flag of TCP"))),
    };

    private string Not => _negated ? "!= " : "";

    private string EtherType(string value) => value.ToLowerInvariant() switch
    {
        "arp" => "arp",
        "rarp" => RarpType,
        "ipv4" => "ip",
        "ipv6" => "ip6",
        "vlan" => "8021q",
        _ => Number(value),
    };

    private string L4(string value) => value.ToLowerInvariant() switch
    {
        "icmpv6" => "ipv6-icmp",
        var name and ("tcp" or "udp" or "udplite" or "esp" or "ah" or "icmp" or "igmp" or "sctp") => name,
        _ => Number(value),
    };

    private string Operation(string value) => value.ToLowerInvariant() switch
    {
        "request" => "1",
        "reply" => "2",
        "request_reverse" => "3",
        "reply_reverse" => "4",
        "drarp_request" => "5",
        "drarp_reply" => "6",
        "drarp_error" => "7",
        "inarp_request" => "8",
        "arp_nak" => "9",
        _ => Number(value),
    };

    private string Number(string value)
    {
        var hexadecimal = value.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return uint.TryParse(
            hexadecimal ? value.AsSpan(2) : value, hexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? hexadecimal ? $"0x{number:x4}" : $"{number}"
            : throw Bad(value, "number");
    }

    private string MacText(string value)
    {
        var parts = value.Split(':');
        return parts.Length == 6 && Array.TrueForAll(parts, part => byte.TryParse(part, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _))
            ? string.Join(':', parts.Select(part => part.PadLeft(2, '0').ToLowerInvariant()))
            : throw Bad(value, "MAC address");
    }

    private string RawMac(string value) => "0x" + MacText(value).Replace(":", "", StringComparison.Ordinal);

    private string Ip(string value) => IPAddress.TryParse(value, out var address) ? address.ToString() : throw Bad(value, "IP address");

    private string RawIp(string value) => "0x" + Convert.ToHexStringLower(IPAddress.Parse(Ip(value)).GetAddressBytes());

    private string Prefix(string mask)
    {
        if (!mask.Contains('.') && !mask.Contains(':'))
        {
            return Number(mask);
        }

        var bits = new BigInteger(IPAddress.Parse(Ip(mask)).GetAddressBytes(), isUnsigned: true, isBigEndian: true);
        var size = mask.Contains(':') ? 128 : 32;
        var zeros = bits.IsZero ? size : (int)BigInteger.TrailingZeroCount(bits);
        return (bits >> zeros) + 1 == BigInteger.One << (size - zeros) ? $"{size - zeros}" : throw Bad(mask, "mask without gaps");
    }

    private LodgeException Bad(string value, string kind) => new(
        ErrorCode.InvalidArgument, $"The network filter '{_filter}' says '{value}' where a {kind} belongs.", "Correct it in the filter, or in the parameters of the card's filter.");
}
