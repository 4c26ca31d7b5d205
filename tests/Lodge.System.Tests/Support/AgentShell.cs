using System.Globalization;
using System.Text;
using Lodge.Api.Contracts;
using Lodge.Client;
using Lodge.Model.Errors;
using Lodge.TestSupport.Guests;

namespace Lodge.System.Tests.Support;

/// <summary>Runs commands in the tiny guest through its agent.</summary>
internal sealed class AgentShell(LodgeClient client, string vm)
{
    /// <summary>Waits until the guest is up and its agent answers.</summary>
    public static async Task<AgentShell> BootedAsync(LodgeClient client, string vm)
    {
        await Soon.HoldsAsync(() => AnswersAsync(client, vm), $"the agent of {vm} answers", TinyGuest.BootLimit);
        return new AgentShell(client, vm);
    }

    /// <summary>What a line of shell prints, without the newline at its end.</summary>
    public async Task<string> RunAsync(string line)
    {
        var done = await client.Agent.ExecuteAsync(vm, new ExecuteInGuest { Command = new() { Program = "sh", Arguments = ["-c", line] } });
        Assert.True(done.ExitStatus == 0, $"{line}: {done.ExitStatus} {Encoding.UTF8.GetString(done.ErrorOutput)}");
        return Encoding.UTF8.GetString(done.Output).TrimEnd();
    }

    /// <summary>A number that a line of shell prints.</summary>
    public async Task<double> NumberAsync(string line) => double.Parse(await RunAsync(line), CultureInfo.InvariantCulture);

    private static async Task<bool> AnswersAsync(LodgeClient client, string vm)
    {
        try
        {
            await client.Agent.PingAsync(vm);
            return true;
        }
        catch (LodgeException silent) when (silent.Error.Code == ErrorCode.AgentUnresponsive)
        {
            return false;
        }
    }
}
