using System.Globalization;
using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Cli.Work;
using Lodge.Model.Errors;

namespace Lodge.Cli.Commands.Agents;

/// <summary><c>lodge agent time</c></summary>
internal static class TimeCommand
{
    private const string Now = "now";
    private const string Hardware = "hardware";

    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var vm = VmArgument.One();
        var set = Opt.Text("--set", "TIME", "Set it: now, hardware (the VM's own clock), or a time such as 2027-01-31T12:00:00Z.");
        var verb = new Verb("time", "Show the guest's clock, or set it.")
        {
            Completes = Completes.LiveVm,
            Examples =
            [
                new("lodge agent time web1", "what time it is there"),
                new("lodge agent time web1 --set now", "the time of this machine"),
            ],
        };
        verb.Add(vm);
        verb.Add(set);
        verb.Handler = async (cli, cancellationToken) =>
        {
            if (cli.Get(set) is { } time)
            {
                await cli.Client.Agent.SetTimeAsync(cli.Get(vm)!, Parse(time, cli.Host.Clock), cancellationToken);
                return ExitStatus.Ok;
            }

            var present = new GuestTime { Time = await cli.Client.Agent.GetTimeAsync(cli.Get(vm)!, cancellationToken) };
            cli.Output.Result(present, ApiJson.Default.GuestTime, () => present.Time!.Value.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'\n", CultureInfo.InvariantCulture));
            return ExitStatus.Ok;
        };
        return verb;
    }

    private static DateTimeOffset? Parse(string text, TimeProvider clock) => text switch
    {
        Now => clock.GetUtcNow(),
        Hardware => null,
        _ when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
        _ => throw new LodgeException(
            ErrorCode.InvalidArgument, $"--set must be {Now}, {Hardware} or a time, not '{text}'.", "A time is 2027-01-31T12:00:00Z, for instance."),
    };
}
