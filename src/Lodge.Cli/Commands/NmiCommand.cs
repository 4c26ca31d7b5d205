using Lodge.Cli.App;
using Lodge.Cli.Work;

namespace Lodge.Cli.Commands;

/// <summary><c>lodge nmi</c></summary>
internal static class NmiCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var name = VmArgument.One();
        var verb = new Verb("nmi", "Send a guest a non-maskable interrupt.")
        {
            Group = VerbGroup.Run,
            Completes = Completes.LiveVm,
            Notes = "What it does is the guest's choice: Linux notes it, or panics with kernel.unknown_nmi_panic=1; Windows can dump its memory.",
            Examples = [new("lodge nmi web1", "wake a kernel that hangs")],
        };
        verb.Add(name);
        verb.Handler = async (cli, cancellationToken) =>
        {
            await cli.Client.Panel.InjectNmiAsync(cli.Get(name)!, cancellationToken);
            cli.Output.Done($"{cli.Get(name)} got an NMI.");
            return ExitStatus.Ok;
        };
        return verb;
    }
}
