using Lodge.Linux.Descriptors;
using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Linux.Interop;
using Lodge.Linux.Processes;
using Lodge.Linux.Tests.Support;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Linux.Tests.Processes;

public sealed class SpawnerTests : IDisposable
{
    private readonly ProcessBench _bench = new();

    [Fact]
    public async Task A_child_finds_its_descriptors_and_no_others()
    {
        using var first = MemFd.CreateSealed("first", "one"u8);
        using var second = MemFd.CreateSealed("second", "two"u8);

        // One that would be inherited, as from a parent that forgot close-on-exec.
        using var leak = LinuxFile.Open("/dev/zero", OpenFlags.Read);
        FileCalls.Fcntl(leak, FileCalls.SetFd, 0);

        // The sources are swapped onto each other's numbers: no copy may overwrite another.
        var (low, high) = (Number(first), Number(second));
        var (_, output) = await _bench.ShellAsync(
            $"exec ls -l /proc/self/fd",
            [new PassedDescriptor(first, high), new PassedDescriptor(second, low), new PassedDescriptor(first, 200)]);

        var found = output.Split('\n').Where(line => line.Contains(" -> ", StringComparison.Ordinal))
            .ToDictionary(line => int.Parse(line.Split(" -> ")[0].Split(' ')[^1]), line => line.Split(" -> ")[1]);
        Assert.Contains("first", found[high], StringComparison.Ordinal);
        Assert.Contains("second", found[low], StringComparison.Ordinal);
        Assert.Contains("first", found[200], StringComparison.Ordinal);
        Assert.Equal("/dev/null", found[0]);

        // ls itself opens the folder it lists.
        var rest = found.Keys.Except([0, 1, 2, low, high, 200]).ToList();
        Assert.Single(rest);
        Assert.Contains("/proc/", found[rest[0]], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_child_has_its_own_session_folder_and_environment()
    {
        var (_, output) = await _bench.ShellAsync("set -- $(cat /proc/$$/stat); echo $1 $6; pwd; env -u PWD", folder: "/usr");

        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(lines[0].Split(' ')[0], lines[0].Split(' ')[1]);
        Assert.Equal("/usr", lines[1]);
        Assert.Equal("PATH=/usr/bin:/bin", Assert.Single(lines[2..], line => !line.StartsWith('_')));
    }

    [Fact]
    public async Task A_child_starts_with_default_signals()
    {
        // The .NET runtime of this very process ignores SIGPIPE; the child must not.
        var (_, output) = await _bench.ShellAsync("grep -E '^Sig(Ign|Blk)' /proc/self/status");

        // Signals 32 and 33 are glibc's own; its posix_spawn leaves them ignored until the program sets them up.
        const ulong Internal = 0x1_8000_0000;
        Assert.All(output.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.Equal(0UL, Convert.ToUInt64(line.Split('\t')[1], 16) & ~Internal));
    }

    [Fact]
    public void A_program_that_does_not_exist_is_named_in_the_error()
    {
        var failure = Assert.Throws<LinuxException>(
            () => _bench.Spawner.Spawn(new SpawnRequest { Executable = "/no/such/program" }));
        Assert.Equal(Errno.ENOENT, failure.Errno);
        Assert.Contains("/no/such/program", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, _bench.Watcher.Count);
    }

    [Fact]
    public void A_target_number_used_twice_is_refused()
    {
        using var file = MemFd.CreateSealed("x", "x"u8);
        var request = ProcessBench.Shell("true") with
        {
            Descriptors = [new PassedDescriptor(file, 9), new PassedDescriptor(file, 9)],
        };
        Assert.Throws<ArgumentException>(() => _bench.Spawner.Spawn(request));
    }

    public void Dispose() => _bench.Dispose();

    private static int Number(SafeFileHandle handle) => (int)handle.DangerousGetHandle();
}
