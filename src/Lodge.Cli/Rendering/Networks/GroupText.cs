using System.Globalization;
using Lodge.Cli.Networks;
using Lodge.Model.Firewall;

namespace Lodge.Cli.Rendering.Networks;

/// <summary>What is said of security groups.</summary>
internal static class GroupText
{
    /// <summary>The table of <c>lodge firewall list</c>.</summary>
    public static string Table(IReadOnlyList<SecurityGroup> groups, Style style)
    {
        var table = new Table(style, "NAME", ">RULES", "ABOUT");
        foreach (var group in groups)
        {
            table.Add(group.Name, (group.Rules?.Count ?? 0).ToString(CultureInfo.InvariantCulture), Printable.Text(group.Description ?? ""));
        }

        return table.ToString();
    }

    /// <summary>The text of <c>lodge firewall info</c>: the rules with their numbers.</summary>
    public static string Details(SecurityGroup group, Style style)
    {
        var details = new Details(style).Headline(group.Name).Line("about", group.Description).Line("id", group.Id.ToString());
        return group.Rules is { Count: > 0 } rules
            ? details.Lines("allows", rules.Select(Rule)).Line("else", "nothing, but answers to what is allowed").ToString()
            : details.Line("allows", "nothing: cards of this group alone are cut off").ToString();
    }

    private static string Rule(SecurityRule rule, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{index + 1}  {RuleSpec.Text(rule)}{(rule.Description is { } about ? $"  ({about})" : "")}");
}
