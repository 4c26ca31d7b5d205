using System.Globalization;
using Lodge.Store.Tests.Support;

namespace Lodge.Store.Tests.Durability;

public sealed class KilledWriterTests(ITestOutputHelper output) : IDisposable
{
    private const int Rounds = 6;
    private readonly StoreFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Every_acknowledged_write_is_there_after_kill_9_in_the_middle_of_writes()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var acknowledged = new long[ChildProcess.Writers];

        for (var round = 0; round < Rounds; round++)
        {
            var before = acknowledged.Sum();
            await WriteAndKillAsync(acknowledged, TimeSpan.FromMilliseconds(random.Next(1, 150)));
            Assert.True(acknowledged.Sum() > before, $"round {round} wrote nothing");
            await VerifyAsync(acknowledged);
        }
    }

    /// <summary>Lets a child write for a while after its first acknowledged write, then pulls the plug.</summary>
    private async Task WriteAndKillAsync(long[] acknowledged, TimeSpan after)
    {
        using var child = Child.Start("write", folder.DatabasePath);
        try
        {
            var first = await child.StandardOutput.ReadLineAsync();
            Note(acknowledged, first);
            var kill = Task.Delay(after).ContinueWith(_ => child.Kill(), TaskScheduler.Default);
            while (await child.StandardOutput.ReadLineAsync() is { } line)
            {
                Note(acknowledged, line);
            }

            await kill;
        }
        finally
        {
            child.Kill();
            await child.WaitForExitAsync();
        }
    }

    /// <summary>A line that the kill cut short acknowledges nothing.</summary>
    private static void Note(long[] acknowledged, string? line)
    {
        if (line?.Split(' ') is [var number, var revision]
            && int.TryParse(number, CultureInfo.InvariantCulture, out var index)
            && long.TryParse(revision, CultureInfo.InvariantCulture, out var value))
        {
            acknowledged[index] = Math.Max(acknowledged[index], value);
        }
    }

    private async Task VerifyAsync(long[] acknowledged)
    {
        await using var store = await folder.OpenAsync();
        var stored = (await store.LoadVmsAsync(CancellationToken.None)).ToDictionary(vm => vm.Definition.Id, vm => vm.Revision);
        for (var number = 0; number < acknowledged.Length; number++)
        {
            var revision = stored.GetValueOrDefault(Sample.Id(number));

            // One more may have reached the disk in the moment before its acknowledgement was printed.
            Assert.InRange(revision, acknowledged[number], acknowledged[number] + 1);

            // The next child goes on from there.
            acknowledged[number] = revision;
        }
    }
}
