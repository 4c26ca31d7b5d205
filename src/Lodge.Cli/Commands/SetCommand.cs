using System.CommandLine;
using Lodge.Cli.App;
using Lodge.Cli.Changes;
using Lodge.Cli.Editing.Settings;
using Lodge.Cli.Work;

namespace Lodge.Cli.Commands;

/// <summary><c>lodge set</c></summary>
internal static class SetCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var name = VmArgument.One();
        var values = new Argument<string[]>("NAME=VALUE") { Description = "What to set; null takes a field away.", Arity = ArgumentArity.OneOrMore };
        var scope = new ScopeOptions();
        var verb = new Verb("set", "Change single values of a VM: its memory, its processors, a disk's limits.")
        {
            Group = VerbGroup.Define,
            Completes = Completes.AnyVm,
            Notes = """
                A running VM takes at once what it can; what has to wait for its next start, and why, is said.
                A name is a short one (memory, cpus, disk.vda.iops, nic.net0.link, profile; docs/reference/set.md
                has them all), or the path of any field of the definition.
                """.ReplaceLineEndings("\n"),
            Examples =
            [
                new("lodge set web1 memory=4G cpus=4", "sizes"),
                new("lodge set web1 disk.vda.iops=500 nic.net0.link=down", "devices go by their alias or name"),
                new("lodge set web1 cpu.weight=200 --live", "until it stops"),
                new("lodge set web1 boot.firmware=uefi --next", "from the next start on"),
                new("lodge set web1 disk.vda.iops=null title=null", "take values away"),
            ],
        };
        verb.Add(name);
        verb.Add(values);
        scope.AddTo(verb);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var how = scope.Of(cli);
            var vm = await cli.Client.GetVmForEditAsync(cli.Get(name)!, cancellationToken);
            var json = SettingAssignments.Apply(StartingPoint.Of(vm, how), cli.Get(values)!);
            var outcome = await cli.Client.Changes.ReplaceAsync(vm.Id.ToString(), json, how, vm.Revision, cancellationToken);
            OutcomeReport.Show(cli, outcome, $"{vm.Name} is changed.");
            return ExitStatus.Ok;
        };
        return verb;
    }
}
