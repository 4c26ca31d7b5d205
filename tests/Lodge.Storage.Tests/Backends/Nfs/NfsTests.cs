using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Lodge.Storage.Backends.Nfs;
using Lodge.Storage.Tests.Support;
using Lodge.TestSupport;

namespace Lodge.Storage.Tests.Backends.Nfs;

/// <summary>Folders of NFS servers that the kernel mounts: how, and what is said when it does not.</summary>
public sealed class NfsTests
{
    private static readonly NfsPoolBackend Plain = new() { Host = "nas.example", Export = "/export/vms", Path = "/mnt/lodge/nas/" };

    [Fact]
    public void Command_lines_are_those_of_the_golden_file() => Golden.Compare("Golden/commands.txt", string.Concat(new[]
    {
        Plain,
        Plain with { Host = "fd00::5", Version = "4.2" },
        Plain with { Host = "[fd00::5]", Version = "3", Options = ["soft", "timeo=50", "nolock"] },
    }.Select(backend => $"mount.nfs {string.Join(' ', NfsArguments.Mount(backend))}\n")));

    [Theory]
    [InlineData("mount.nfs: No such device", ErrorCode.Unsupported)]
    [InlineData("mount.nfs: Connection refused for nas.example:/export/vms on /mnt/lodge/nas", ErrorCode.Unreachable)]
    [InlineData("mount.nfs: Failed to resolve server nas.example: Name or service not known", ErrorCode.Unreachable)]
    [InlineData("mount.nfs: access denied by server while mounting nas.example:/export/vms", ErrorCode.FileNotAccessible)]
    [InlineData("mount.nfs: rpc.statd is not running but is required for remote locking.", ErrorCode.Unsupported)]
    [InlineData("mount.nfs: an incorrect mount option was specified", ErrorCode.StorageFailed)]
    [InlineData("", ErrorCode.StorageFailed)]
    public void Words_of_mount_become_errors_to_act_on(string words, ErrorCode code)
    {
        var error = NfsTrouble.Of(Plain, words).Error;
        Assert.Equal(code, error.Code);
        Assert.StartsWith("'nas.example:/export/vms' cannot be mounted: ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("mount.nfs:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_is_not_there_is_said_to_be_and_nothing_is_mounted()
    {
        var folder = Directory.CreateTempSubdirectory("lodge-nfs-").FullName;
        using var bench = new PoolBench(new NfsPoolBackend { Host = "127.0.0.1", Export = "/nothing", Path = folder, Version = "4.2" });
        var refused = await Assert.ThrowsAsync<LodgeException>(() => bench.Driver.StartAsync(bench.Access, CancellationToken.None));
        Assert.True(refused.Error.Code is ErrorCode.Unreachable or ErrorCode.Unsupported or ErrorCode.FileNotAccessible, refused.Message);
        Assert.NotNull(refused.Error.Remedy);
        Assert.False(await bench.Driver.IsStartedAsync(bench.Access, CancellationToken.None));
        await bench.Driver.StopAsync(bench.Access, CancellationToken.None);
        await bench.Driver.DeleteAsync(bench.Access, CancellationToken.None);
        Assert.False(Directory.Exists(folder));
    }
}
