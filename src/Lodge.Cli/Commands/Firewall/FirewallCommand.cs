using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Editing;
using Lodge.Cli.Networks;
using Lodge.Cli.Rendering.Networks;

namespace Lodge.Cli.Commands.Firewall;

/// <summary><c>lodge firewall</c></summary>
internal static class FirewallCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var verb = new Verb("firewall", "Security groups: named rules of what cards of VMs may get and send.")
        {
            Group = VerbGroup.Host,
            Notes = """
                A card with groups gets and sends what one of them allows, and answers to that; nothing else. Give a card
                groups with 'lodge nic set VM NIC --group NAME', all cards of a network with 'lodge network create --group'.
                """.ReplaceLineEndings("\n"),
        };
        verb.Add(List());
        verb.Add(FirewallCreateCommand.Create());
        verb.Add(Info());
        verb.Add(FirewallRuleCommands.Allow());
        verb.Add(FirewallRuleCommands.Remove());
        verb.Add(Edit());
        verb.Add(Delete());
        verb.Add(FirewallDropsCommand.Create());
        return verb;
    }

    private static Verb List()
    {
        var verb = new Verb("list", "List security groups.") { Examples = [new("lodge firewall list", "all groups")] };
        verb.Aliases.Add("ls");
        verb.Handler = async (cli, cancellationToken) =>
        {
            var groups = await cli.Client.SecurityGroups.ListAsync(cancellationToken);
            if (!cli.Output.IsJson && groups.Count == 0)
            {
                cli.Output.Notice("There are no security groups. \"lodge firewall create web --allow 'in tcp/80'\" makes one.");
                return ExitStatus.Ok;
            }

            cli.Output.Result(groups, ApiJson.Default.IReadOnlyListSecurityGroup, () => GroupText.Table(groups, cli.Output.Style));
            return ExitStatus.Ok;
        };
        return verb;
    }

    private static Verb Info()
    {
        var name = NetworkArgument.Group();
        var verb = new Verb("info", "Show a security group's rules.")
        {
            Completes = Completes.SecurityGroup,
            Examples = [new("lodge firewall info web", "its rules, with their numbers")],
        };
        verb.Add(name);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var group = await cli.Client.SecurityGroups.GetAsync(cli.Get(name)!, cancellationToken);
            cli.Output.Result(group, ApiJson.Default.SecurityGroup, () => GroupText.Details(group, cli.Output.Style));
            return ExitStatus.Ok;
        };
        return verb;
    }

    private static Verb Edit()
    {
        var name = NetworkArgument.Group();
        var edit = new FieldEdit();
        var verb = new Verb("edit", "Change a security group, in an editor or field by field; cards that have it follow at once.")
        {
            Completes = Completes.SecurityGroup,
            Examples =
            [
                new("lodge firewall edit web", "in your editor"),
                new("lodge firewall edit web --set description='Web servers'", "one field"),
                new("lodge firewall edit web --file web.json", "all of it from a file"),
            ],
        };
        verb.Add(name);
        edit.AddTo(verb);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var group = await cli.Client.SecurityGroups.GetForEditAsync(cli.Get(name)!, cancellationToken);
            var changed = await edit.RunAsync(
                cli,
                group.Name,
                group,
                ApiJson.Default.SecurityGroup,
                DefinitionText.Of,
                (json, stop) => cli.Client.SecurityGroups.ReplaceAsync(group.Id.ToString(), json, stop),
                cancellationToken);
            if (changed is null)
            {
                cli.Output.Notice("Nothing was changed.");
                return ExitStatus.Ok;
            }

            cli.Output.Done(changed, ApiJson.Default.SecurityGroup, $"{changed.Name} is changed.");
            return ExitStatus.Ok;
        };
        return verb;
    }

    private static Verb Delete()
    {
        var name = NetworkArgument.Group();
        var verb = new Verb("delete", "Delete a security group that no card and no network has.")
        {
            Completes = Completes.SecurityGroup,
            Examples = [new("lodge firewall delete web", "refused while somebody has it")],
        };
        verb.Add(name);
        verb.Handler = async (cli, cancellationToken) =>
        {
            await cli.Client.SecurityGroups.DeleteAsync(cli.Get(name)!, cancellationToken);
            cli.Output.Done($"{cli.Get(name)} is deleted.");
            return ExitStatus.Ok;
        };
        return verb;
    }
}
