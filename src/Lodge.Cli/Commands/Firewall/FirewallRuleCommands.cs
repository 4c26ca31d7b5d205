using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Networks;
using Lodge.Model.Errors;
using Lodge.Model.Firewall;

namespace Lodge.Cli.Commands.Firewall;

/// <summary><c>lodge firewall allow</c> and <c>remove-rule</c></summary>
internal static class FirewallRuleCommands
{
    /// <summary><c>lodge firewall allow</c></summary>
    public static Verb Allow()
    {
        var name = NetworkArgument.Group();
        var words = new Argument<string[]>("RULE") { Description = "What to allow: in|out [PROTOCOL[/PORT]] [from|to WHOM].", Arity = ArgumentArity.OneOrMore };
        var verb = new Verb("allow", "Add a rule to a security group; cards that have it follow at once.")
        {
            Completes = Completes.SecurityGroup,
            Examples =
            [
                new("lodge firewall allow web in tcp/8080", "one more port"),
                new("lodge firewall allow web in tcp/9000-9010 from 10.0.0.0/8", "several, from some addresses"),
                new("lodge firewall allow web out", "all that the guests begin"),
            ],
        };
        verb.Add(name);
        verb.Add(words);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var rule = RuleSpec.Parse([.. cli.Get(words)!.SelectMany(word => word.Split(' ', StringSplitOptions.RemoveEmptyEntries))]);
            var group = await cli.Client.SecurityGroups.GetForEditAsync(cli.Get(name)!, cancellationToken);
            var after = await SendAsync(cli, group with { Rules = [.. group.Rules ?? [], rule] }, cancellationToken);
            cli.Output.Done(after, ApiJson.Default.SecurityGroup, $"{after.Name} allows {RuleSpec.Text(rule)}.");
            return ExitStatus.Ok;
        };
        return verb;
    }

    /// <summary><c>lodge firewall remove-rule</c></summary>
    public static Verb Remove()
    {
        var name = NetworkArgument.Group();
        var number = NetworkArgument.Text("NUMBER", "Number of the rule, as 'lodge firewall info' shows it.");
        var verb = new Verb("remove-rule", "Take a rule from a security group; cards that have it follow at once.")
        {
            Completes = Completes.SecurityGroup,
            Examples = [new("lodge firewall remove-rule web 2", "its second rule")],
        };
        verb.Add(name);
        verb.Add(number);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var group = await cli.Client.SecurityGroups.GetForEditAsync(cli.Get(name)!, cancellationToken);
            var rules = group.Rules ?? [];
            var index = int.TryParse(cli.Get(number), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given - 1 : -1;
            if (index < 0 || index >= rules.Count)
            {
                throw new LodgeException(
                    ErrorCode.InvalidArgument,
                    $"{group.Name} has no rule {cli.Get(number)}; it has {rules.Count}.",
                    $"See their numbers: lodge firewall info {group.Name}");
            }

            var after = await SendAsync(cli, group with { Rules = [.. rules.Where((_, at) => at != index)] }, cancellationToken);
            cli.Output.Done(after, ApiJson.Default.SecurityGroup, $"{after.Name} does not allow {RuleSpec.Text(rules[index])} any more.");
            return ExitStatus.Ok;
        };
        return verb;
    }

    private static Task<SecurityGroup> SendAsync(Invocation cli, SecurityGroup group, CancellationToken cancellationToken) =>
        cli.Client.SecurityGroups.ReplaceAsync(
            group.Id.ToString(), JsonSerializer.SerializeToUtf8Bytes(group, ApiJson.Default.SecurityGroup), cancellationToken);
}
