using System.Text;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Secrets;
using Lodge.Model.Storage;
using Lodge.Store.Tests.Support;

namespace Lodge.Store.Tests.Secrets;

public sealed class SqliteSecretsTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly SecretDefinition s_definition = new() { Id = Guid.NewGuid(), Private = true, Usage = SecretUsage.Ceph, UsageId = "admin" };
    private readonly StoreFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Value_comes_back_after_reopening_and_is_nowhere_in_the_database()
    {
        await using (var store = await folder.OpenAsync())
        {
            await store.Secrets.SaveAsync(new StoredSecret(s_definition, "open sesame"u8.ToArray()), None);
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Key()));
        Assert.DoesNotContain("sesame", Encoding.Latin1.GetString(await File.ReadAllBytesAsync(folder.DatabasePath, None)), StringComparison.Ordinal);

        await using var reopened = await folder.OpenAsync();
        var secret = Assert.Single(await reopened.Secrets.LoadAsync(None));
        Assert.Equal(s_definition, secret.Definition);
        Assert.Equal("open sesame", Encoding.UTF8.GetString(secret.Value!));
        await reopened.Secrets.DeleteAsync(s_definition.Id, None);
        Assert.Empty(await reopened.Secrets.LoadAsync(None));
    }

    [Fact]
    public async Task Value_does_not_open_with_another_key()
    {
        await using (var store = await folder.OpenAsync())
        {
            await store.Secrets.SaveAsync(new StoredSecret(s_definition, [1, 2, 3]), None);
        }

        await File.WriteAllBytesAsync(Key(), new byte[32], None);
        await using var reopened = await folder.OpenAsync();
        var failure = await Assert.ThrowsAsync<LodgeException>(() => reopened.Secrets.LoadAsync(None));
        Assert.Equal(ErrorCode.StorageFailed, failure.Error.Code);
    }

    private string Key() => Path.Combine(Path.GetDirectoryName(folder.DatabasePath)!, "secrets.key");
}
