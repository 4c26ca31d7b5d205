using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Lodge.Model.Vms;
using Lodge.Model.Firewall.Filters;
using Lodge.Model.Snapshots;
using Lodge.Model.Storage;
using Lodge.Store.Schema;
using Lodge.Store.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Lodge.Store.Tests.Schema;

public sealed class MigratorTests : IDisposable
{
    private static readonly IReadOnlyList<Migration> Real = Migration.ReadAll();
    private readonly StoreFolder folder = new();

    /// <summary>Every version that was ever released, the newest one included.</summary>
    public static TheoryData<int> Versions => [.. Real.Select(step => step.Version)];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Steps_are_numbered_without_gaps_from_one() =>
        Assert.Equal(Enumerable.Range(1, Real.Count), Real.Select(step => step.Version));

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Database_of_each_older_version_opens_with_all_its_data(int version)
    {
        folder.Tamper("");
        using (var connection = Connect())
        {
            new Migrator([.. Real.Where(step => step.Version <= version)]).Migrate(connection, found: 0);
        }

        folder.Tamper(await File.ReadAllTextAsync(Golden($"data-{version:D4}.sql")));

        await using var store = await folder.OpenAsync();
        var vm = Assert.Single(await store.LoadVmsAsync(CancellationToken.None));
        Assert.Equal(Sample.Text(Sample.Vm(1)), Sample.Text(vm.Definition.Value));
        Assert.Equal(DefinitionSummary.Of(Sample.Vm(1)), vm.Definition.Summary);
        Assert.Equal((7L, Sample.Died()), (vm.Revision, vm.Status));
        Assert.Equal(["last", "words"], vm.LastWords);
        Assert.Equal(Sample.Job(1), Assert.Single(await store.LoadJobsAsync(10, CancellationToken.None)));
        Assert.Equal(version >= 5, (await store.Networks.LoadNetworksAsync(CancellationToken.None)).Any(network => network.Definition.Bridge?.Name == "lodge0"));
        Assert.Equal(version >= 5, (await store.Networks.LoadGroupsAsync(CancellationToken.None)).Any(group => group.Rules is [{ Port: 443 }]));
        Assert.Equal(version >= 5, (await store.Networks.LoadFiltersAsync(CancellationToken.None)).Any(filter => filter.Entries is [FilterRule { Match.Protocol: FilterProtocol.Tcp }]));
        Assert.Equal(version >= 4, (await store.Pools.LoadAsync(CancellationToken.None)).Any(pool =>
            pool.Definition is { Name: "images", Autostart: true, Backend: FolderPoolBackend { Path: "/srv" } }));
        Assert.Equal(version >= 6, (await store.Pools.LoadVolumesAsync(CancellationToken.None)).Any(volume => volume is { Name: "web1", Format: VolumeFormat.Raw }));
        Assert.Equal(version >= 7, (await store.Snapshots.LoadAsync(CancellationToken.None)).Any(set =>
            set.Layers is [{ Path: "/srv/1.first.qcow2", State: LayerState.Kept }]));
        Assert.Equal(version >= 8, (await store.Checkpoints.LoadAsync(CancellationToken.None)).Any(set => set.Unneeded is [{ Disk: "vda", Bitmap: "monday" }]));
        Assert.Equal(101, await store.ReserveSequencesAsync(1, CancellationToken.None));
    }

    [Fact]
    public async Task Released_steps_never_change()
    {
        var now = string.Concat(Real.Select(step =>
            $"{step.Name} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(step.Sql)))}\n"));
        var path = Golden("migrations.txt");
        if (Environment.GetEnvironmentVariable("LODGE_UPDATE_GOLDEN") == "1")
        {
            await File.WriteAllTextAsync(path, now);
        }

        Assert.Equal(await File.ReadAllTextAsync(path), now);
    }

    [Fact]
    public void Missing_steps_run_in_order_and_the_found_version_is_told()
    {
        Migration[] two = [new(1, "1", "CREATE TABLE a (x); INSERT INTO a VALUES (1)"), new(2, "2", "UPDATE a SET x = x + 10")];
        folder.Tamper("");
        using var connection = Connect();

        Assert.Equal(0, Upgrade(new Migrator(two[..1]), connection));
        Assert.Equal(1, Upgrade(new Migrator(two), connection));
        Assert.Equal(2, Upgrade(new Migrator(two), connection));
        Assert.Equal(11L, Ask(connection, "SELECT x FROM a"));
    }

    [Fact]
    public void Step_that_fails_halfway_leaves_the_version_before_it()
    {
        Migration[] steps = [new(1, "1", "CREATE TABLE a (x)"), new(2, "2", "CREATE TABLE b (y); INSERT INTO missing VALUES (1)")];
        folder.Tamper("");
        using var connection = Connect();

        Assert.Throws<SqliteException>(() => Upgrade(new Migrator(steps), connection));

        Assert.Equal(1L, Ask(connection, "PRAGMA user_version"));
        Assert.Equal(0L, Ask(connection, "SELECT count(*) FROM sqlite_schema WHERE name = 'b'"));
    }

    private static int Upgrade(Migrator migrator, SqliteConnection connection)
    {
        var found = migrator.Identify(connection, "f");
        migrator.Migrate(connection, found);
        return found;
    }

    private SqliteConnection Connect() => DatabaseFile.Connect(folder.DatabasePath);

    private static object? Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static string Golden(string name, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "Golden", name);
}
