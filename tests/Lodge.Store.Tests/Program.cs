using Lodge.Store.Tests.Durability;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Lodge.Store.Tests;

/// <summary>Runs the tests; or, with <c>child MODE FILE</c>, plays the process that a test kills or starves.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => args switch
    {
        ["child", var mode, var file] => ChildProcess.RunAsync(mode, file),
        _ when args.Contains("-automated") || args.Contains("@@") => ConsoleRunner.Run(args),
        _ => TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
    };
}
