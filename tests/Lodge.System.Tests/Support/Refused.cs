using Lodge.Client;
using Lodge.Model.Errors;
using Lodge.TestSupport.Daemons;

namespace Lodge.System.Tests.Support;

/// <summary>Requests that must fail, say why and what to do, and change nothing.</summary>
internal static class Refused
{
    /// <summary>Asks the API.</summary>
    public static async Task<LodgeError> ByApiAsync(LodgedProcess daemon, ErrorCode code, Func<LodgeClient, Task> ask)
    {
        var before = await Traces.OfAsync(daemon);
        using var client = daemon.Client();
        var error = (await Assert.ThrowsAsync<LodgeException>(() => ask(client))).Error;
        Assert.True(error.Code == code, $"{error.Code} instead of {code}: {error}\n{daemon.Log}");
        Assert.False(string.IsNullOrWhiteSpace(error.Remedy), $"No remedy: {error.Message}");
        Assert.Equal(before, await Traces.OfAsync(daemon));
        return error;
    }

    /// <summary>Asks by the command line.</summary>
    /// <returns>What it wrote to standard error.</returns>
    public static async Task<string> ByCommandAsync(LodgedProcess daemon, int status, string[] arguments, string? input = null)
    {
        var before = await Traces.OfAsync(daemon);
        var ran = await daemon.LodgeAsync(arguments, input);
        Assert.True(ran.ExitCode == status, $"Status {ran.ExitCode} instead of {status}: {ran.Output}{ran.Errors}");
        Assert.StartsWith("lodge: ", ran.Errors, StringComparison.Ordinal);
        Assert.Contains("\n  → ", ran.Errors, StringComparison.Ordinal);
        Assert.Equal(before, await Traces.OfAsync(daemon));
        return ran.Errors;
    }

    /// <summary>Creates a VM from JSON, through the API and by <c>lodge define</c>: both refuse it for the same reason.</summary>
    public static async Task DefinitionAsync(LodgedProcess daemon, ErrorCode code, int status, string json, params string[] words)
    {
        var body = global::System.Text.Encoding.UTF8.GetBytes($$"""{"definition": {{json}}}""");
        var error = await ByApiAsync(daemon, code, client => client.CreateVmAsync(body));
        var told = await ByCommandAsync(daemon, status, ["define", "-"], json);
        Assert.All(words, word => Assert.Contains(word, error.ToString(), StringComparison.Ordinal));
        Assert.All(words, word => Assert.Contains(word, told, StringComparison.Ordinal));
    }
}
