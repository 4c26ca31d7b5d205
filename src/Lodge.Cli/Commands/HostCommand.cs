using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Rendering;

namespace Lodge.Cli.Commands;

/// <summary><c>lodge host</c></summary>
internal static class HostCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var verb = new Verb("host", "Show what the host is and can do.")
        {
            Group = VerbGroup.Host,
            Notes = "Processors, memory, whether KVM is worth using (measured, with reasons), QEMU, and the protections.",
            Examples = [new("lodge host", "for people"), new("lodge host --json", "for scripts")],
            Handler = async (cli, cancellationToken) =>
            {
                var host = await cli.Client.GetHostAsync(cancellationToken);
                cli.Output.Result(host, ApiJson.Default.HostReport, () => HostDetails.Render(host, cli.Output.Style));
                return ExitStatus.Ok;
            },
        };
        verb.Add(HugePagesCommand.Create());
        verb.Add(HostCpuCommand.Create());
        return verb;
    }
}
