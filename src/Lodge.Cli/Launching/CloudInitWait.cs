using System.Text;
using System.Text.Json;
using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Guest;

namespace Lodge.Cli.Launching;

/// <summary>Waits until cloud-init has done its work in a guest, which the guest's agent tells.</summary>
internal static class CloudInitWait
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // cloud-init itself takes seconds of the guest's processor to say how far it is, and an emulated one is needed for the boot.
    private const int LooksPerQuestion = 60;
    private const int AnswerSeconds = 60;
    private const int ShownLines = 6;
    private const string Failure = "cloud-init failed";
    private static readonly string[] s_endMarks = ["-e", "/run/cloud-init/result.json", "-o", "-e", "/run/cloud-init/disabled"];

    private static readonly TimeSpan s_usual = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_emulated = TimeSpan.FromMinutes(20);

    /// <summary>How long a first boot is waited for unless somebody says: longer where the host emulates the guest's processor.</summary>
    public static TimeSpan UsualPatience(Vm vm) => vm.Runtime?.Accel == Accelerator.Tcg ? s_emulated : s_usual;

    /// <summary>Returns when cloud-init has ended well.</summary>
    /// <exception cref="LodgeException">It failed, or the time is up.</exception>
    public static async Task RunAsync(Invocation cli, string vm, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(patience, cli.Host.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var last = "its agent has not answered yet";
        try
        {
            for (var look = 1; ; look++)
            {
                var (isOver, said) = await AskAsync(cli, vm, look % LooksPerQuestion == 0, either.Token);
                if (isOver)
                {
                    return;
                }

                last = said;
                await Task.Delay(Pause, cli.Host.Clock, either.Token);
            }
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new LodgeException(
                ErrorCode.Timeout,
                $"cloud-init did not end in {vm} within {patience.TotalSeconds:0} s: {last}. The VM runs on.",
                $"Look: lodge log {vm}. An image without qemu-guest-agent can be waited for by its console: --wait-for 'finished at'.",
                e);
        }
    }

    /// <summary>What the answer of <c>cloud-init status --format json</c> means. Pure.</summary>
    /// <returns>Whether it is over, and its status.</returns>
    /// <exception cref="LodgeException">It has failed; the message has its errors.</exception>
    public static (bool IsOver, string Said) Read(string vm, string json)
    {
        using var answer = JsonDocument.Parse(json);
        var status = answer.RootElement.TryGetProperty("status", out var found) ? found.GetString() ?? "" : "";
        var errors = answer.RootElement.TryGetProperty("errors", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(error => error.ToString()).ToList()
            : [];
        return status is not "error" ? (status is "done" or "disabled", $"it says '{status}'") : throw new LodgeException(
            ErrorCode.AgentFailed,
            $"{Failure} in {vm}: {(errors.Count > 0 ? string.Join("; ", errors) : "it does not say why")}",
            $"The VM runs on. See all of it: lodge exec {vm} -- cat /var/log/cloud-init-output.log");
    }

    /// <summary>The last lines that programs printed, without those of cloud-init itself. Pure.</summary>
    /// <param name="log">The end of cloud-init-output.log.</param>
    public static string LastWords(string log) => string.Join('\n', log
        .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Where(line => !line.StartsWith("Cloud-init v.", StringComparison.Ordinal) && !line.StartsWith("ci-info:", StringComparison.Ordinal) && !line.Contains(".py[", StringComparison.Ordinal))
        .TakeLast(ShownLines)
        .Select(line => $"  {line}"));

    // What cloud-init leaves at its end is looked for; now and then, and when it is there, cloud-init is asked itself.
    private static async Task<(bool IsOver, string Said)> AskAsync(Invocation cli, string vm, bool itself, CancellationToken cancellationToken)
    {
        try
        {
            if (!itself && (await RunAsync("test", s_endMarks)).ExitStatus == 1)
            {
                return (false, "it is at work");
            }

            return Read(vm, Encoding.UTF8.GetString((await RunAsync("cloud-init", ["status", "--format", "json"])).Output));
        }
        catch (LodgeException failed) when (failed.Error.Code is ErrorCode.AgentFailed && failed.Error.Message.StartsWith(Failure, StringComparison.Ordinal))
        {
            var log = await RunAsync("tail", ["-n", "40", "/var/log/cloud-init-output.log"]);
            var last = LastWords(Encoding.UTF8.GetString(log.Output));
            throw last.Length == 0 ? failed : new LodgeException(failed.Error with { Message = $"{failed.Error.Message}. What was printed last:\n{last}" }, failed);
        }
        catch (LodgeException silent) when (silent.Error.Code is ErrorCode.AgentUnresponsive or ErrorCode.Timeout)
        {
            return (false, "its agent does not answer");
        }
        catch (JsonException)
        {
            return (false, "cloud-init does not tell how far it is");
        }

        Task<GuestCommandResult> RunAsync(string program, IReadOnlyList<string> arguments) => cli.Client.Agent.ExecuteAsync(
            vm, new ExecuteInGuest { Command = new GuestCommand { Program = program, Arguments = arguments }, TimeoutSeconds = AnswerSeconds }, cancellationToken);
    }
}
