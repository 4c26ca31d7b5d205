using Lodge.TestSupport.Daemons;

namespace Lodge.System.Tests.Tour;

/// <summary>Types the newcomer's tour in, command by command.</summary>
public sealed class FirstVmTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Every_command_of_the_tour_prints_what_the_page_says()
    {
        var folder = Directory.CreateTempSubdirectory("lodge-tour-").FullName;
        var state = Path.Combine(folder, "shell-state");
        File.WriteAllText(state, $"export PATH={Path.GetDirectoryName(Repository.Program("lodge"))}:$PATH\n");
        try
        {
            foreach (var step in ConsoleStep.Read(Path.Combine(Repository.Root, "docs", "howto", "first-vm.md")))
            {
                await RunAsync(step, folder, state);
            }
        }
        finally
        {
            await Ran.ProgramAsync("/usr/bin/pkill", ["-KILL", "-f", $"^lodged --root {folder}"]);
            await KillGuestsAsync(folder);
            Directory.Delete(folder, recursive: true);
        }
    }

    // Each command runs in a bash of its own; what it exports or sets is handed on, as in one session.
    private async Task RunAsync(ConsoleStep step, string folder, string state)
    {
        var script = $"cd {folder}; set -a; . {state}; set +a; exec 2>&1; {step.Command}\n{{ echo \"export PATH='$PATH'\"; echo \"export LODGE_SOCKET='$LODGE_SOCKET'\"; echo \"pid='$pid'\"; }} > {state}";
        var ran = await Ran.ProgramAsync("/bin/bash", ["-c", script], limit: TimeSpan.FromMinutes(3));
        output.WriteLine($"$ {step.Command}\n{ran.Output}");
        Assert.True(
            step.Expected.Count == 0 || step.Matches(ran.Output),
            $"docs/howto/first-vm.md, line {step.Line}: '$ {step.Command}' printed\n{ran.Output}\ninstead of\n{string.Join('\n', step.Expected)}");
        if (step.Command.StartsWith("lodged", StringComparison.Ordinal))
        {
            await WaitForAnswerAsync(folder);
        }
    }

    private static async Task WaitForAnswerAsync(string folder)
    {
        for (var i = 0; i < 100; i++)
        {
            var ran = await Ran.ProgramAsync(Repository.Program("lodge"), ["--root", Path.Combine(folder, "tour"), "version"]);
            if (ran.ExitCode == 0 && ran.Output.Contains("qemu", StringComparison.Ordinal))
            {
                return;
            }

            await Task.Delay(100);
        }
    }

    private static async Task KillGuestsAsync(string folder)
    {
        foreach (var process in Directory.GetDirectories("/proc").Where(path => int.TryParse(Path.GetFileName(path), out _)))
        {
            try
            {
                if (File.ReadAllText(Path.Combine(process, "environ")).Contains($"LODGE_RUN={folder}/", StringComparison.Ordinal))
                {
                    await Ran.ProgramAsync("/bin/kill", ["-KILL", Path.GetFileName(process)]);
                }
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                continue; // Gone meanwhile, or a thread of the kernel.
            }
        }
    }
}
