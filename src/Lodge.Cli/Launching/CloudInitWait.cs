using System.Text;
using System.Text.Json;
using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Guest;

namespace Lodge.Cli.Launching;

/// <summary>Waits until cloud-init has done its work in a guest, which the guest's agent tells.</summary>
internal static class CloudInitWait
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Returns when cloud-init has ended well.</summary>
    /// <exception cref="LodgeException">It failed, or the time is up.</exception>
    public static async Task RunAsync(Invocation cli, string vm, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(patience, cli.Host.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var last = "its agent has not answered yet";
        try
        {
            while (true)
            {
                var (isOver, said) = await AskAsync(cli, vm, either.Token);
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
            $"cloud-init failed in {vm}: {(errors.Count > 0 ? string.Join("; ", errors) : "it does not say why")}",
            $"The VM runs on. See all of it: lodge exec {vm} -- cat /var/log/cloud-init-output.log");
    }

    private static async Task<(bool IsOver, string Said)> AskAsync(Invocation cli, string vm, CancellationToken cancellationToken)
    {
        var request = new ExecuteInGuest { Command = new GuestCommand { Program = "cloud-init", Arguments = ["status", "--format", "json"] }, TimeoutSeconds = 20 };
        try
        {
            var result = await cli.Client.Agent.ExecuteAsync(vm, request, cancellationToken);
            return Read(vm, Encoding.UTF8.GetString(result.Output));
        }
        catch (LodgeException silent) when (silent.Error.Code is ErrorCode.AgentUnresponsive or ErrorCode.Timeout)
        {
            return (false, "its agent does not answer");
        }
        catch (JsonException)
        {
            return (false, "cloud-init does not tell how far it is");
        }
    }
}
