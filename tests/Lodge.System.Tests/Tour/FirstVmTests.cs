using Lodge.TestSupport.Daemons;

namespace Lodge.System.Tests.Tour;

/// <summary>Types the newcomer's tour in, command by command.</summary>
public sealed class FirstVmTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Every_command_of_the_tour_prints_what_the_page_says()
    {
        var folder = Directory.CreateTempSubdirectory("lodge-tour-").FullName;
        var session = new TypedSession("first-vm.md", folder, new Dictionary<string, string>(), output);
        try
        {
            await session.TypeAllAsync(step => step.Command.StartsWith("lodged", StringComparison.Ordinal)
                ? WaitForAnswerAsync(folder)
                : Task.CompletedTask);
        }
        finally
        {
            await Ran.ProgramAsync("/usr/bin/pkill", ["-KILL", "-f", $"^lodged --root {folder}"]);
            await KillGuestsAsync(folder);
            Directory.Delete(folder, recursive: true);
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
