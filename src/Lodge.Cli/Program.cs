using Lodge.Cli.App;

namespace Lodge.Cli;

/// <summary>The program <c>lodge</c>.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args) => CommandLineApp.RunAsync(args, CliHost.OfProcess(), CancellationToken.None);
}
