using Lodge.Model.Errors;
using Lodge.Store.Tests.Support;

namespace Lodge.Store.Tests.Durability;

/// <summary>What the other process of a test does; it talks to the test through its standard output.</summary>
internal static class ChildProcess
{
    /// <summary>How many writers go at once in mode <c>write</c>; each owns one definition.</summary>
    public const int Writers = 8;

    public static async Task<int> RunAsync(string mode, string file)
    {
        try
        {
            await (mode switch
            {
                "write" => WriteForeverAsync(file),
                "fill" => FillDiskAsync(file),
                "open" => OpenAsync(file),
                _ => throw new ArgumentException($"unknown mode {mode}"),
            });
            return 0;
        }
        catch (LodgeException refused)
        {
            Console.WriteLine($"refused {refused.Error.Code}: {refused.Error}");
            return 3;
        }
    }

    /// <summary>Prints <c>NUMBER REVISION</c> after each write that the store has acknowledged, until killed.</summary>
    private static async Task WriteForeverAsync(string file)
    {
        await using var store = await StoreFolder.OpenAsync(file);
        var found = (await store.LoadVmsAsync(CancellationToken.None)).ToDictionary(vm => vm.Definition.Id, vm => vm.Revision);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async number =>
        {
            for (var revision = found.GetValueOrDefault(Sample.Id(number)) + 1; ; revision++)
            {
                await store.SaveVmAsync(Sample.Vm(number), revision, CancellationToken.None);
                Console.WriteLine($"{number} {revision}");
            }
        }));
    }

    /// <summary>Writes until the disk is full, then makes room and writes once more.</summary>
    private static async Task FillDiskAsync(string file)
    {
        await using var store = await StoreFolder.OpenAsync(file);
        var padding = Path.Combine(Path.GetDirectoryName(file)!, "padding");
        await File.WriteAllBytesAsync(padding, new byte[64 * 1024]);
        var written = await WriteUntilRefusedAsync(store);
        Console.WriteLine($"kept {(await store.LoadVmsAsync(CancellationToken.None)).Count == written}");
        File.Delete(padding);
        await store.SaveVmAsync(Sample.Vm(1_000_000), 1, CancellationToken.None);
        Console.WriteLine("writes again");
    }

    private static async Task<int> WriteUntilRefusedAsync(SqliteStore store)
    {
        for (var number = 0; ; number++)
        {
            try
            {
                await store.SaveVmAsync(Sample.Vm(number), 1, CancellationToken.None);
            }
            catch (LodgeException full)
            {
                Console.WriteLine($"refused {full.Error.Code}: {full.Error}");
                return number;
            }
        }
    }

    private static async Task OpenAsync(string file)
    {
        await using var store = await StoreFolder.OpenAsync(file);
        await store.SaveVmAsync(Sample.Vm(0), 1, CancellationToken.None);
        Console.WriteLine("opened");
    }
}
