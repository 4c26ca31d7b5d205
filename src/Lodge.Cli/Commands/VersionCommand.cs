using Lodge.Api.Contracts;
using Lodge.Cli.App;

namespace Lodge.Cli.Commands;

/// <summary><c>lodge version</c></summary>
internal static class VersionCommand
{
    private static string Own => typeof(VersionCommand).Assembly.GetName().Version?.ToString(3) ?? "unknown";

    /// <summary>The command.</summary>
    public static Verb Create() => new("version", "Show the versions of this program, the daemon and QEMU.")
    {
        Group = VerbGroup.Host,
        Notes = "Without a daemon it still shows its own version; the status is then 6.",
        Examples = [new("lodge version", "all versions"), new("lodge version --json", "the daemon's, as the API's JSON")],
        Handler = RunAsync,
    };

    private static async Task<ExitStatus> RunAsync(Invocation cli, CancellationToken cancellationToken)
    {
        if (!cli.Output.IsJson)
        {
            cli.Output.Data($"lodge   {Own}\n");
        }

        var daemon = await cli.Client.GetVersionAsync(cancellationToken);
        cli.Output.Result(
            daemon,
            ApiJson.Default.VersionInfo,
            () => $"lodged  {daemon.Version} (API {daemon.Api})\nqemu    {daemon.Qemu ?? "not known yet"}\n");
        return ExitStatus.Ok;
    }
}
