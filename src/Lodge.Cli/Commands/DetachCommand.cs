using Lodge.Cli.App;
using Lodge.Cli.Changes;
using Lodge.Cli.Parsing;
using Lodge.Cli.Work;

namespace Lodge.Cli.Commands;

/// <summary><c>lodge detach</c></summary>
internal static class DetachCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var name = VmArgument.One();
        var device = DeviceArgument.One("Alias of the device, name of a disk, or MAC address of a network card.");
        var patience = Opt.Duration("--timeout", "How long a running guest gets to release it; 10s if not given.");
        var scope = new ScopeOptions();
        var verb = new Verb("detach", "Take a device away from a VM; a running guest is asked to release it.")
        {
            Group = VerbGroup.Define,
            Completes = Completes.AnyVm,
            Notes = """
                When the guest does not release it in time, the device stays, in the definition too, and the status is 5.
                A guest that has not booted yet releases nothing.
                """.ReplaceLineEndings("\n"),
            Examples =
            [
                new("lodge detach web1 vdb", "a disk, by its name"),
                new("lodge detach web1 net1 --timeout 1m", "a network card, by its alias"),
                new("lodge detach web1 usb0 --live", "until the VM stops"),
            ],
        };
        verb.Add(name);
        verb.Add(device);
        verb.Add(patience);
        scope.AddTo(verb);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var how = scope.Of(cli);
            var outcome = await cli.Client.Changes.DetachAsync(cli.Get(name)!, cli.Get(device)!, how, cli.Get(patience), cancellationToken);
            OutcomeReport.Show(cli, outcome, $"{outcome.Vm.Name} is without {cli.Get(device)}.");
            return ExitStatus.Ok;
        };
        return verb;
    }
}
