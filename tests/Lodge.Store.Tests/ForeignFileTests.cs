using Lodge.Model.Errors;
using Lodge.Store.Tests.Support;

namespace Lodge.Store.Tests;

public sealed class ForeignFileTests : IDisposable
{
    private readonly StoreFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task File_that_is_no_database_is_refused_and_left_alone()
    {
        var letter = string.Concat(Enumerable.Repeat("Dear reader, this is no database at all. ", 500));
        await File.WriteAllTextAsync(folder.DatabasePath, letter);

        var error = await RefusalAsync();

        Assert.Contains("is not an SQLite database", error.Message);
        Assert.NotNull(error.Remedy);
        Assert.Equal(letter, await File.ReadAllTextAsync(folder.DatabasePath));
    }

    [Fact]
    public async Task Database_of_another_program_is_refused_and_left_alone()
    {
        folder.Tamper("CREATE TABLE song (title TEXT)");
        var before = await File.ReadAllBytesAsync(folder.DatabasePath);

        Assert.Contains("of another program", (await RefusalAsync()).Message);
        Assert.Equal(before, await File.ReadAllBytesAsync(folder.DatabasePath));
    }

    [Fact]
    public async Task Database_of_a_newer_Lodge_is_refused_with_both_versions_named()
    {
        await (await folder.OpenAsync()).DisposeAsync();
        folder.Tamper("PRAGMA user_version = 999");

        var error = await RefusalAsync();

        Assert.Contains("newer Lodge: its schema version is 999", error.Message);
        Assert.Contains("Install the newer Lodge", error.Remedy);
    }

    [Fact]
    public async Task Damaged_database_is_refused_with_how_to_rescue_it()
    {
        await using (var store = await folder.OpenAsync())
        {
            await Task.WhenAll(Enumerable.Range(0, 200).Select(n => store.SaveVmAsync(Sample.Vm(n), 1, CancellationToken.None)));
        }

        await using (var file = File.OpenWrite(folder.DatabasePath))
        {
            file.Position = 4096;
            var garbage = new byte[file.Length - 4096];
            Array.Fill(garbage, (byte)0x55);
            await file.WriteAsync(garbage);
        }

        var error = await RefusalAsync();

        Assert.Contains("damaged", error.Message);
        Assert.Contains(".recover", error.Remedy);
    }

    [Fact]
    public async Task Definition_that_cannot_be_read_is_kept_and_says_so_when_looked_into()
    {
        await using (var store = await folder.OpenAsync())
        {
            await store.SaveVmAsync(Sample.Vm(1), 1, CancellationToken.None);
        }

        folder.Tamper("UPDATE definition SET json = json_set(json, '$.flux', 1)");
        await using var again = await folder.OpenAsync();
        var kept = Assert.Single(await again.LoadVmsAsync(CancellationToken.None));

        Assert.Equal(Sample.Vm(1).Name, kept.Definition.Name);
        var error = Assert.Throws<LodgeException>(() => kept.Definition.Value).Error;
        Assert.Equal(ErrorCode.StorageFailed, error.Code);
        Assert.Contains("flux", error.Message);
    }

    [Fact]
    public async Task Missing_folder_is_named()
    {
        var refused = await Assert.ThrowsAsync<LodgeException>(() => StoreFolder.OpenAsync("/nonexistent/lodge.db"));

        Assert.Equal(ErrorCode.StorageFailed, refused.Error.Code);
        Assert.Contains("folder of the database /nonexistent/lodge.db does not exist", refused.Error.Message);
    }

    private async Task<LodgeError> RefusalAsync()
    {
        var refused = await Assert.ThrowsAsync<LodgeException>(async () =>
        {
            await using var store = await folder.OpenAsync();
            await store.LoadVmsAsync(CancellationToken.None);
        });
        Assert.Equal(ErrorCode.StorageFailed, refused.Error.Code);
        return refused.Error;
    }
}
