using System.Text.Json;
using Lodge.TestSupport.Daemons;

namespace Lodge.System.Tests.Bench;

/// <summary>The bench still runs. What it measures is nobody's test.</summary>
public sealed class BenchTests
{
    [Theory]
    [InlineData("start", "start-usual start-answer-usual destroy-usual start-plain start-answer-plain destroy-plain")]
    [InlineData("storage", "volume-upload volume-download image-import linked-clone")]
    public async Task Part_measures_what_it_says(string part, string rows)
    {
        var json = Path.Combine(Path.GetTempPath(), $"lodge-bench-{Guid.NewGuid():N}.json");
        var bench = Path.Combine(Repository.Root, "artifacts", "bin", "Lodge.Bench", "debug", "Lodge.Bench");
        try
        {
            var ran = await Ran.ProgramAsync(bench, ["--quick", "--only", part, "--json", json], limit: TimeSpan.FromMinutes(2));

            Assert.True(ran.ExitCode == 0, ran.Errors);
            using var result = JsonDocument.Parse(await File.ReadAllBytesAsync(json));
            var measured = result.RootElement.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("id").GetString());
            Assert.Equal(rows, string.Join(' ', measured));
        }
        finally
        {
            File.Delete(json);
        }
    }
}
