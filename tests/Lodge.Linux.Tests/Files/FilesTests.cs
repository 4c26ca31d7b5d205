using System.Runtime.InteropServices;
using Lodge.Linux.Descriptors;
using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Linux.Tests.Support;

namespace Lodge.Linux.Tests.Files;

public sealed class FilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lodge-files-").FullName;

    [Fact]
    public async Task A_file_is_replaced_whole_with_its_mode_and_no_trace()
    {
        var path = Path.Combine(_folder, "definition.json");
        await DurableFile.WriteAtomicallyAsync(path, "old"u8.ToArray());
        Assert.Equal(0x180, FileIdentity.Of(path).Permissions);
        var before = FileIdentity.Of(path);

        await DurableFile.WriteAtomicallyAsync(path, "new contents"u8.ToArray(), 0x1A4);
        Assert.Equal("new contents", await File.ReadAllTextAsync(path));
        var after = FileIdentity.Of(path);
        Assert.Equal((0x1A4, 12L, FileKind.Regular), (after.Permissions, after.Size, after.Kind));
        Assert.False(before.IsSameFile(after));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_write_that_fails_leaves_the_old_file_and_no_trace()
    {
        var path = Path.Combine(_folder, "folder");
        Directory.CreateDirectory(path);
        var failure = await Assert.ThrowsAsync<LinuxException>(
            () => DurableFile.WriteAtomicallyAsync(path, "x"u8.ToArray()));
        Assert.Equal(("rename", Errno.EISDIR), (failure.Call, failure.Errno));
        Assert.Empty(Directory.GetFiles(_folder));

        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => DurableFile.WriteAtomicallyAsync(Path.Combine(_folder, "x"), "x"u8.ToArray(), cancellation: cancelled.Token));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_full_disk_is_called_that()
    {
        if (!Shim.IsRoot)
        {
            Assert.Skip("Only root can mount the small file system that this needs.");
        }

        using var bench = new ProcessBench();
        var (exit, output) = await bench.ShellAsync($"mount -t tmpfs -o size=64k lodge-test {_folder}");
        if (exit.ExitCode != 0)
        {
            Assert.Skip($"No file system can be mounted here: {output}");
        }

        try
        {
            var full = await Assert.ThrowsAsync<LinuxException>(
                () => DurableFile.WriteAtomicallyAsync(Path.Combine(_folder, "big"), new byte[128 * 1024]));
            Assert.Equal("ENOSPC", full.Name);
            Assert.Contains("the file system is full", full.Message, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFiles(_folder));
            Assert.Equal(64 * 1024, FileSystemSpace.Of(_folder).TotalBytes);
            Assert.False(FileSystemSpace.IsReadOnlyFileSystem(_folder));

            await bench.ShellAsync($"mount -o remount,ro {_folder}");
            Assert.True(FileSystemSpace.IsReadOnlyFileSystem(_folder));
            var readOnly = await Assert.ThrowsAsync<LinuxException>(
                () => DurableFile.WriteAtomicallyAsync(Path.Combine(_folder, "small"), new byte[1]));
            Assert.Equal("EROFS", readOnly.Name);
        }
        finally
        {
            await bench.ShellAsync($"umount {_folder}");
        }
    }

    [Fact]
    public async Task A_locked_root_is_not_locked_again_until_its_holder_is_gone()
    {
        var path = Path.Combine(_folder, "lock");
        using (var held = FileLock.TryTake(path))
        {
            Assert.NotNull(held);
            Assert.Null(FileLock.TryTake(path));

            // A child does not keep the lock: it does not inherit the descriptor.
            using var bench = new ProcessBench();
            using var child = bench.Spawner.Spawn(ProcessBench.Shell("exec sleep 60"));
            held.Dispose();
            using var again = FileLock.TryTake(path);
            Assert.NotNull(again);
            child.Signal(9);
            await child.WaitForExitAsync(Deadline.Token());
        }
    }

    [Fact]
    public void An_error_names_the_call_the_path_and_the_reason()
    {
        var failure = Assert.Throws<LinuxException>(() => LinuxFile.Open("/no/such/file", OpenFlags.Read));
        Assert.Equal("open '/no/such/file': it does not exist (ENOENT)", failure.Message);

        File.CreateSymbolicLink(Path.Combine(_folder, "link"), "/etc/passwd");
        Assert.Equal(Errno.ELOOP, Assert.Throws<LinuxException>(
            () => LinuxFile.Open(Path.Combine(_folder, "link"), OpenFlags.Read | OpenFlags.NoFollow)).Errno);
        Assert.StartsWith("errno 4095", ErrnoWords.NameOf(4095), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sealed_memory_file_cannot_be_changed_and_an_ordinary_file_is_never_sealed()
    {
        using var file = MemFd.CreateSealed("plan", "fixed"u8);
        Assert.True(MemFd.IsSealed(file));
        Assert.ThrowsAny<Exception>(() => RandomAccess.Write(file, "x"u8, 0));
        Assert.ThrowsAny<Exception>(() => RandomAccess.SetLength(file, 0));

        using var open = MemFd.Create("open", "x"u8);
        Assert.False(MemFd.IsSealed(open));
        using SafeHandle ordinary = LinuxFile.Open(Path.Combine(_folder, "f"), OpenFlags.Read | OpenFlags.Create);
        Assert.False(MemFd.IsSealed(ordinary));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
