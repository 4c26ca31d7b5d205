using System.Globalization;
using Lodge.Model.Errors;
using Lodge.Model.Firewall;

namespace Lodge.Cli.Networks;

/// <summary>Reads rules of security groups as people write them: <c>in tcp/22 from 10.0.0.0/8</c>. Pure.</summary>
internal static class RuleSpec
{
    private const string Example =
        "Write in or out, then tcp/PORT, udp/FIRST-LAST, icmp or nothing, then from or to ADDRESS or group:NAME: 'in tcp/22 from 10.0.0.0/8', 'out udp/53', 'in icmp from group:web'.";

    /// <summary>The rule of one text.</summary>
    /// <exception cref="LodgeException">It is none.</exception>
    public static SecurityRule Parse(string text) => Parse(text.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The rule of several words.</summary>
    /// <exception cref="LodgeException">They are none.</exception>
    public static SecurityRule Parse(IReadOnlyList<string> words)
    {
        var rule = words switch
        {
            ["in", ..] => new SecurityRule { Direction = RuleDirection.In },
            ["out", ..] => new SecurityRule { Direction = RuleDirection.Out },
            _ => throw Wrong(words),
        };
        for (var i = 1; i < words.Count; i++)
        {
            rule = words[i] switch
            {
                "from" or "to" when i + 1 < words.Count && rule is { Address: null, Group: null } => With(rule, words[++i]),
                var what when rule is { Protocol: null, Address: null, Group: null } => Protocol(rule, what, words),
                _ => throw Wrong(words),
            };
        }

        return rule;
    }

    /// <summary>The rule as people write it.</summary>
    public static string Text(SecurityRule rule)
    {
        var ports = rule.Port is { } port
            ? string.Create(CultureInfo.InvariantCulture, $"/{port}{(rule.LastPort is { } last && last != port ? $"-{last}" : "")}")
            : "";
        var protocol = rule.Protocol is { } known ? $" {Word(known)}{ports}" : "";
        var whom = rule.Group is { } group ? $"group:{group}" : rule.Address;
        var side = rule.Direction == RuleDirection.In ? "from" : "to";
        return $"{(rule.Direction == RuleDirection.In ? "in" : "out")}{protocol}{(whom is null ? "" : $" {side} {whom}")}";
    }

    private static SecurityRule With(SecurityRule rule, string whom) =>
        whom.StartsWith("group:", StringComparison.Ordinal) ? rule with { Group = whom["group:".Length..] } : rule with { Address = whom };

    private static SecurityRule Protocol(SecurityRule rule, string what, IReadOnlyList<string> words)
    {
        var (word, ports) = what.Split('/', 2) is [var name, var rest] ? (name, rest) : (what, null);
        var protocol = word switch
        {
            "tcp" => RuleProtocol.Tcp,
            "udp" => RuleProtocol.Udp,
            "icmp" => RuleProtocol.Icmp,
            _ => throw Wrong(words),
        };
        if (ports is null)
        {
            return rule with { Protocol = protocol };
        }

        var (_, first, last) = ForwardSpec.Ports(ports);
        return rule with { Protocol = protocol, Port = first, LastPort = last };
    }

    private static string Word(RuleProtocol protocol) => protocol switch
    {
        RuleProtocol.Tcp => "tcp",
        RuleProtocol.Udp => "udp",
        _ => "icmp",
    };

    private static LodgeException Wrong(IEnumerable<string> words) =>
        new(ErrorCode.InvalidArgument, $"'{string.Join(' ', words)}' is no rule.", Example);
}
