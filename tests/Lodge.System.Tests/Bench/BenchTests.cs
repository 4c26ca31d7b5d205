using System.Text.Json;
using Lodge.TestSupport.Daemons;

namespace Lodge.System.Tests.Bench;

/// <summary>The bench still runs. What it measures is nobody's test.</summary>
public sealed class BenchTests
{
    [Fact]
    public async Task Start_and_destroy_are_measured_beside_QEMU_by_itself()
    {
        var json = Path.Combine(Path.GetTempPath(), $"lodge-bench-{Guid.NewGuid():N}.json");
        var bench = Path.Combine(Repository.Root, "artifacts", "bin", "Lodge.Bench", "debug", "Lodge.Bench");
        try
        {
            var ran = await Ran.ProgramAsync(bench, ["--quick", "--only", "start", "--json", json], limit: TimeSpan.FromMinutes(2));

            Assert.True(ran.ExitCode == 0, ran.Errors);
            using var result = JsonDocument.Parse(await File.ReadAllBytesAsync(json));
            Assert.Equal(
                ["start-usual", "start-answer-usual", "destroy-usual", "start-plain", "start-answer-plain", "destroy-plain"],
                result.RootElement.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("id").GetString()));
        }
        finally
        {
            File.Delete(json);
        }
    }
}
