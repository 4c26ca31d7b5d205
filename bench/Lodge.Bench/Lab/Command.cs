using Lodge.Linux.Processes;

namespace Lodge.Bench.Lab;

/// <summary>Another program, from its spawn to its end.</summary>
internal static class Command
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task RunAsync(Workbench bench, string program, IReadOnlyList<string> arguments)
    {
        using var process = bench.Spawner.Spawn(new SpawnRequest { Executable = program, Arguments = [.. arguments], Environment = bench.Environment });
        var exit = await process.WaitForExitAsync(new CancellationTokenSource(Patience).Token);
        if (exit.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {exit}.");
        }
    }
}
