using System.Collections.Concurrent;
using System.Text;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Guest;

namespace Lodge.TestSupport.Engine;

/// <summary>A guest with an agent, as far as the engine sees it: it belongs to a <see cref="FakeQemu"/> and outlives daemons.</summary>
public sealed class FakeGuestAgent(FakeQemu qemu) : IGuestAgent
{
    private long _next = 100;

    public TimeSpan? Patience { get; set; }

    /// <summary>Whether an agent runs in the guest.</summary>
    public bool IsRunning { get; set; }

    /// <summary>Whether it says that it is there, but answers nothing.</summary>
    public bool IsStuck { get; set; }

    /// <summary>Whether file systems are frozen.</summary>
    public bool IsFrozen { get; set; }

    /// <summary>Whether a shutdown is obeyed.</summary>
    public bool ObeysShutdown { get; set; } = true;

    /// <summary>How often a shutdown was asked for.</summary>
    public int Shutdowns { get; private set; }

    /// <summary>The files of the guest.</summary>
    public ConcurrentDictionary<string, byte[]> Files { get; } = new();

    /// <summary>The keys by which somebody may sign in as root.</summary>
    public List<string> AuthorizedKeys { get; } = [];

    /// <summary>What was set last: the password, or the processors.</summary>
    public string? LastChange { get; private set; }

    private ConcurrentDictionary<long, (string Path, int Position)> Handles { get; } = new();

    private ConcurrentDictionary<long, GuestCommandResult> Ended { get; } = new();

    /// <summary>How many files are open.</summary>
    public int OpenFiles => Handles.Count;

    public bool IsKnownThere => IsRunning;

    public Task<bool> IsThereAsync(CancellationToken cancellationToken) => Task.FromResult(IsRunning);

    public Task PingAsync(CancellationToken cancellationToken) => Asking(() => 0);

    public Task<GuestAgentInfo> GetInfoAsync(CancellationToken cancellationToken) =>
        Asking(() => new GuestAgentInfo("7.2.22", [new("guest-exec", true), new("guest-fstrim", false)]));

    public Task<GuestOs> GetOsAsync(CancellationToken cancellationToken) => Asking(() => new GuestOs
    {
        Id = "debian", PrettyName = "Debian GNU/Linux 12", KernelRelease = "6.1.0", Machine = "x86_64", HostName = "fake", TimeZone = "CET", UtcOffset = 3600,
    });

    public Task<string> GetHostNameAsync(CancellationToken cancellationToken) => Asking(() => "fake");

    public Task<IReadOnlyList<GuestInterface>> GetInterfacesAsync(CancellationToken cancellationToken) =>
        Asking<IReadOnlyList<GuestInterface>>(() =>
        [
            new("lo", null, [new("127.0.0.1", 8)]),
            new("eth0", "52:54:00:00:00:01", [new("10.0.2.15", 24), new("fe80::1", 64)], new(1, 2, 3, 4, 5, 6, 7, 8)),
        ]);

    public Task<IReadOnlyList<GuestUser>> GetUsersAsync(CancellationToken cancellationToken) =>
        Asking<IReadOnlyList<GuestUser>>(() => [new("root", DateTimeOffset.UnixEpoch)]);

    public Task<IReadOnlyList<GuestFileSystem>> GetFileSystemsAsync(CancellationToken cancellationToken) =>
        Asking<IReadOnlyList<GuestFileSystem>>(() => [new("/", "vda1", "ext4", 1 << 20, 4 << 20, [new("virtio", "/dev/vda", null)])]);

    public Task<IReadOnlyList<GuestBlockDevice>> GetDisksAsync(CancellationToken cancellationToken) =>
        Asking<IReadOnlyList<GuestBlockDevice>>(() =>
        [
            new("/dev/vda", false, [], new("virtio", "/dev/vda", "42"), null),
            new("/dev/vda1", true, ["/dev/vda"], null, null),
        ]);

    public Task<IReadOnlyList<GuestVcpu>> GetVcpusAsync(CancellationToken cancellationToken) =>
        Asking<IReadOnlyList<GuestVcpu>>(() => [new(0, true, false), new(1, true, true)]);

    public Task SetVcpusAsync(IReadOnlyList<GuestVcpu> vcpus, CancellationToken cancellationToken) => Asking(() => LastChange = string.Join(",", vcpus.Select(vcpu => $"{vcpu.Id}={vcpu.Online}")));

    public Task<bool> IsFrozenAsync(CancellationToken cancellationToken) => Asking(() => IsFrozen);

    public Task<long> FreezeAsync(IReadOnlyList<string>? mountPoints, CancellationToken cancellationToken) => Asking(() =>
    {
        IsFrozen = true;
        return (long)(mountPoints?.Count ?? 2);
    });

    public Task<long> ThawAsync(CancellationToken cancellationToken) => Asking(() =>
    {
        var count = IsFrozen ? 2L : 0L;
        IsFrozen = false;
        return count;
    });

    public Task<IReadOnlyList<GuestTrim>> TrimAsync(long? minimum, CancellationToken cancellationToken) =>
        Asking<IReadOnlyList<GuestTrim>>(() => [new("/", 4096 + (minimum ?? 0))]);

    public Task<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken) => Asking(() => DateTimeOffset.UnixEpoch);

    public Task SetTimeAsync(DateTimeOffset? time, CancellationToken cancellationToken) => Asking(() => 0);

    public Task SetPasswordAsync(string user, string password, bool isHashed, CancellationToken cancellationToken) => Asking(() =>
        user == "root" ? LastChange = $"{password} {isHashed}" : throw new LodgeException(ErrorCode.AgentFailed, $"There is no user {user}."));

    public Task<IReadOnlyList<string>> GetAuthorizedKeysAsync(string user, CancellationToken cancellationToken) =>
        Asking<IReadOnlyList<string>>(() => [.. AuthorizedKeys]);

    public Task AddAuthorizedKeysAsync(string user, IReadOnlyList<string> keys, bool replace, CancellationToken cancellationToken) => Asking(() =>
    {
        AuthorizedKeys.RemoveAll(_ => replace);
        AuthorizedKeys.AddRange(keys);
        return 0;
    });

    public Task RemoveAuthorizedKeysAsync(string user, IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        Asking(() => AuthorizedKeys.RemoveAll(keys.Contains));

    public Task SleepAsync(GuestSleep sleep, CancellationToken cancellationToken) => Asking(() =>
    {
        qemu.State = GuestRunState.Suspended;
        qemu.Report(new GuestSuspended());
        return 0;
    });

    public Task ShutDownAsync(bool reboot, CancellationToken cancellationToken) => Asking(() =>
    {
        Shutdowns++;
        if (ObeysShutdown && reboot)
        {
            qemu.Report(new GuestReset(ByGuest: true));
        }
        else if (ObeysShutdown)
        {
            qemu.PowerOff();
        }

        return 0;
    });

    // The one program is cat: it prints its input, complains of each argument, and counts them as its exit status.
    public Task<long> StartAsync(GuestCommand command, CancellationToken cancellationToken) => Asking(() =>
    {
        if (command.Program != "cat")
        {
            throw new LodgeException(ErrorCode.AgentFailed, $"Failed to execute child process “{command.Program}” (No such file or directory)");
        }

        var arguments = command.Arguments ?? [];
        var process = _next++;
        Ended[process] = new GuestCommandResult
        {
            ExitStatus = arguments.Count,
            Output = command.Input ?? [],
            ErrorOutput = Encoding.UTF8.GetBytes(string.Concat(arguments.Select(argument => $"no {argument}\n"))),
        };
        return process;
    });

    public Task<GuestCommandResult?> PollAsync(long process, CancellationToken cancellationToken) =>
        Asking(() => Ended.TryRemove(process, out var result) ? result : null);

    public Task<long> OpenFileAsync(string path, GuestFileAccess access, CancellationToken cancellationToken) => Asking(() =>
    {
        if (access == GuestFileAccess.Read && !Files.ContainsKey(path))
        {
            throw new LodgeException(ErrorCode.AgentFailed, $"failed to open file '{path}' (mode: 'rb'): No such file or directory");
        }

        Files[path] = access == GuestFileAccess.Write ? [] : Files.GetValueOrDefault(path, []);
        Handles[_next] = (path, 0);
        return _next++;
    });

    public Task<byte[]> ReadFileAsync(long handle, CancellationToken cancellationToken) => Asking(() =>
    {
        var (path, position) = Handles[handle];
        var part = Files[path].Skip(position).Take(1000).ToArray();
        Handles[handle] = (path, position + part.Length);
        return part;
    });

    public Task WriteFileAsync(long handle, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => Asking(() =>
    {
        var path = Handles[handle].Path;
        Files[path] = [.. Files[path], .. content.Span];
        return 0;
    });

    public Task CloseFileAsync(long handle, CancellationToken cancellationToken) => Asking(() => Handles.TryRemove(handle, out _));

    public Task<string> ExecuteAsync(string command, string? arguments, TimeSpan deadline, CancellationToken cancellationToken) =>
        Asking(() => $$"""{"{{command}}":{{arguments ?? "null"}}}""");

    private async Task<T> Asking<T>(Func<T> act)
    {
        await Task.Yield();
        if (!IsRunning)
        {
            throw new LodgeException(ErrorCode.AgentUnresponsive, "No guest agent runs there.");
        }

        return IsStuck ? throw new LodgeException(ErrorCode.AgentUnresponsive, "It does not answer.") : act();
    }
}
