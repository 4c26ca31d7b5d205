using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Editing;
using Lodge.Cli.Networks;
using Lodge.Cli.Parsing;
using Lodge.Model.Errors;
using Lodge.Model.Firewall;

namespace Lodge.Cli.Commands.Firewall;

/// <summary><c>lodge firewall create</c></summary>
internal static class FirewallCreateCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var name = NetworkArgument.Text("NAME", "Name of the group.");
        var allow = Opt.Texts("--allow", "RULE", "What it allows, in quotes, as often as needed; nothing if not given.");
        var about = Opt.Text("--description", "TEXT", "What it is for.");
        var file = Opt.Text("--file", "FILE", "The whole group from FILE, or - for standard input, instead of options.");
        var verb = new Verb("create", "Make a security group.")
        {
            Notes = """
                A rule is a direction as the guest sees it, a protocol with ports, and with whom:
                  in|out [tcp|udp[/PORT[-LAST]] | icmp] [from|to ADDRESS[/PREFIX] | group:NAME]
                """.ReplaceLineEndings("\n"),
            Examples =
            [
                new("lodge firewall create web --allow 'in tcp/80' --allow 'in tcp/443' --allow out", "a web server"),
                new("lodge firewall create db --allow 'in tcp/5432 from group:web' --allow 'out udp/53'", "reached by cards of another group"),
                new("lodge firewall create admin --allow 'in tcp/22 from 10.0.0.0/8' --allow 'in icmp'", "from some addresses"),
            ],
        };
        verb.Add(name);
        verb.Add(allow);
        verb.Add(about);
        verb.Add(file);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var group = cli.Get(file) is { } path
                ? await FromFileAsync(cli, path, cli.Has(allow) || cli.Has(about), cancellationToken)
                : await cli.Client.SecurityGroups.CreateAsync(
                    new SecurityGroup
                    {
                        Name = cli.Get(name)!,
                        Description = cli.Get(about),
                        Rules = [.. (cli.Get(allow) ?? []).Select(RuleSpec.Parse)],
                    },
                    cancellationToken);
            cli.Output.Done(group, ApiJson.Default.SecurityGroup, $"{group.Name} allows {Count(group.Rules?.Count ?? 0)}.");
            return ExitStatus.Ok;
        };
        return verb;
    }

    private static async Task<SecurityGroup> FromFileAsync(Invocation cli, string path, bool others, CancellationToken cancellationToken) => others
        ? throw new LodgeException(ErrorCode.InvalidArgument, "--file and the other options exclude each other.", "Change the file instead.")
        : await cli.Client.SecurityGroups.CreateAsync(await InputFile.ReadAsync(cli, path, cancellationToken), cancellationToken);

    private static string Count(int rules) => rules switch
    {
        0 => "nothing yet",
        1 => "one thing",
        _ => $"{rules} things",
    };
}
