using Lodge.Cli.App;
using Lodge.Cli.Terminal;

namespace Lodge.Cli.Tests.Support;

/// <summary>Runs the program in this process.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command line, and gives back what it said.</summary>
    public static Task<Said> RunAsync(FakeApi? api, params string[] args)
    {
        var console = new FakeConsole();
        console.EndInput();
        return RunAsync(api, console, args);
    }

    /// <summary>As the other, at streams of the caller's.</summary>
    public static async Task<Said> RunAsync(FakeApi? api, FakeConsole console, string[] args, InterruptSource? interrupts = null, Dictionary<string, string>? environment = null)
    {
        environment ??= [];
        var host = new CliHost
        {
            Io = console,
            Clock = new FixedClock(),
            Folder = "/work/here",
            CompletionPatience = TimeSpan.FromSeconds(20),
            Interrupts = interrupts ?? new InterruptSource(),
            Environment = name => name == "LODGE_SOCKET" ? api?.Socket ?? "/nowhere/api.sock" : environment.GetValueOrDefault(name),
        };
        var status = await CommandLineApp.RunAsync(args, host, TestContext.Current.CancellationToken);
        return new Said((ExitStatus)status, console.OutText, console.ErrorText);
    }

    /// <summary>Outcome of a command line.</summary>
    public sealed record Said(ExitStatus Status, string Out, string Error);
}
