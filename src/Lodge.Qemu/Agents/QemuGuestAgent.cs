using System.Text.Json;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Guest;
using Lodge.Qmp;
using Lodge.Qmp.Agent.Commands;
using Lodge.Qmp.Commands;

namespace Lodge.Qemu.Agents;

/// <summary>The guest agent of one VM: a typed command, and a deadline that suits it, for each thing it does.</summary>
internal sealed class QemuGuestAgent(AgentLink link) : IGuestAgent
{
    /// <summary>For what an agent does from memory. An emulated guest on a busy host still makes it.</summary>
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(15);

    /// <summary>For what waits for a disk.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan TrimDeadline = TimeSpan.FromMinutes(10);

    /// <summary>A refused shutdown or sleep is answered within this, an accepted one never.</summary>
    private static readonly TimeSpan ShutdownRefusal = TimeSpan.FromSeconds(2);

    /// <summary>What one answer brings of a file, bytes.</summary>
    private const int ReadSize = 256 * 1024;

    public TimeSpan? Patience
    {
        get => link.Patience;
        set => link.Patience = value;
    }

    public bool IsKnownThere => link.IsKnownThere;

    public Task<bool> IsThereAsync(CancellationToken cancellationToken) => link.IsThereAsync(cancellationToken);

    public Task PingAsync(CancellationToken cancellationToken) => AskAsync(new GuestPingCommand(), cancellationToken);

    public async Task<GuestAgentInfo> GetInfoAsync(CancellationToken cancellationToken) =>
        AgentAnswers.Of(await AskAsync(new GuestInfoCommand(), cancellationToken));

    public async Task<GuestOs> GetOsAsync(CancellationToken cancellationToken)
    {
        var os = AgentAnswers.Of(await AskAsync(new GuestGetOsInfoCommand(), cancellationToken));
        var host = await AskAsync(new GuestGetHostNameCommand(), cancellationToken);
        var zone = await AskAsync(new GuestGetTimeZoneCommand(), cancellationToken);
        return os with { HostName = host.HostName, TimeZone = zone.Zone, UtcOffset = zone.Offset };
    }

    public async Task<string> GetHostNameAsync(CancellationToken cancellationToken) =>
        (await AskAsync(new GuestGetHostNameCommand(), cancellationToken)).HostName;

    public async Task<IReadOnlyList<GuestInterface>> GetInterfacesAsync(CancellationToken cancellationToken) =>
        [.. (await AskAsync(new GuestNetworkGetInterfacesCommand(), cancellationToken)).Select(AgentAnswers.Of)];

    public async Task<IReadOnlyList<GuestUser>> GetUsersAsync(CancellationToken cancellationToken) =>
        [.. (await AskAsync(new GuestGetUsersCommand(), cancellationToken)).Select(AgentAnswers.Of)];

    public async Task<IReadOnlyList<GuestFileSystem>> GetFileSystemsAsync(CancellationToken cancellationToken) =>
        [.. (await AskAsync(new GuestGetFsInfoCommand(), cancellationToken)).Select(AgentAnswers.Of)];

    public async Task<IReadOnlyList<GuestBlockDevice>> GetDisksAsync(CancellationToken cancellationToken) =>
        [.. (await AskAsync(new GuestGetDisksCommand(), cancellationToken)).Select(AgentAnswers.Of)];

    public async Task<IReadOnlyList<GuestVcpu>> GetVcpusAsync(CancellationToken cancellationToken) =>
        [.. (await AskAsync(new GuestGetVcpusCommand(), cancellationToken)).Select(AgentAnswers.Of)];

    public async Task SetVcpusAsync(IReadOnlyList<GuestVcpu> vcpus, CancellationToken cancellationToken)
    {
        // The agent stops at the first that fails, and tells of a failure only when that is the first of all.
        var left = vcpus.Select(vcpu => new AgentVcpu(vcpu.Id, vcpu.Online)).ToList();
        while (left.Count > 0)
        {
            var done = await link.ExecuteAsync(new GuestSetVcpusCommand(left), Slow, cancellationToken);
            left.RemoveRange(0, (int)Math.Clamp(done, 0, left.Count));
            if (done <= 0)
            {
                throw new LodgeException(ErrorCode.AgentFailed, $"The guest did not change its processor {left[0].LogicalId}.");
            }
        }
    }

    public async Task<bool> IsFrozenAsync(CancellationToken cancellationToken) =>
        await AskAsync(new GuestFsFreezeStatusCommand(), cancellationToken) == "frozen";

    public Task<long> FreezeAsync(IReadOnlyList<string>? mountPoints, CancellationToken cancellationToken) =>
        link.ExecuteAsync<long>(mountPoints is null ? new GuestFsFreezeCommand() : new GuestFsFreezeListCommand(mountPoints), Slow, cancellationToken);

    public Task<long> ThawAsync(CancellationToken cancellationToken) => link.ExecuteAsync(new GuestFsThawCommand(), Slow, cancellationToken);

    public async Task<IReadOnlyList<GuestTrim>> TrimAsync(long? minimum, CancellationToken cancellationToken) =>
        [.. (await link.ExecuteAsync(new GuestFsTrimCommand(minimum), TrimDeadline, cancellationToken)).Paths.Select(AgentAnswers.Of)];

    public async Task<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken) =>
        DateTimeOffset.UnixEpoch.AddTicks(await AskAsync(new GuestGetTimeCommand(), cancellationToken) / TimeSpan.NanosecondsPerTick);

    public Task SetTimeAsync(DateTimeOffset? time, CancellationToken cancellationToken) =>
        AskAsync(new GuestSetTimeCommand((time - DateTimeOffset.UnixEpoch)?.Ticks * TimeSpan.NanosecondsPerTick), cancellationToken);

    public Task SetPasswordAsync(string user, string password, bool isHashed, CancellationToken cancellationToken) =>
        AskAsync(new GuestSetUserPasswordCommand(user, password, isHashed), cancellationToken);

    public async Task<IReadOnlyList<string>> GetAuthorizedKeysAsync(string user, CancellationToken cancellationToken) =>
        (await AskAsync(new GuestSshGetAuthorizedKeysCommand(user), cancellationToken)).Keys;

    public Task AddAuthorizedKeysAsync(string user, IReadOnlyList<string> keys, bool replace, CancellationToken cancellationToken) =>
        AskAsync(new GuestSshAddAuthorizedKeysCommand(user, keys, replace), cancellationToken);

    public Task RemoveAuthorizedKeysAsync(string user, IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        AskAsync(new GuestSshRemoveAuthorizedKeysCommand(user, keys), cancellationToken);

    public Task SleepAsync(GuestSleep sleep, CancellationToken cancellationToken) => link.TellAsync<EmptyReply>(
        sleep switch
        {
            GuestSleep.Disk => new GuestSuspendDiskCommand(),
            GuestSleep.Hybrid => new GuestSuspendHybridCommand(),
            _ => new GuestSuspendRamCommand(),
        },
        ShutdownRefusal,
        cancellationToken);

    public Task ShutDownAsync(bool reboot, CancellationToken cancellationToken) => link.TellAsync(
        new GuestShutdownCommand(reboot ? AgentShutdownMode.Reboot : AgentShutdownMode.Powerdown), ShutdownRefusal, cancellationToken);

    public async Task<long> StartAsync(GuestCommand command, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte>? input = command.Input;
        var exec = new GuestExecCommand(command.Program, command.Arguments ?? [], command.Environment, command.Input is null ? null : input, captureOutput: true);
        return (await link.ExecuteAsync(exec, Slow, cancellationToken)).Pid;
    }

    public async Task<GuestCommandResult?> PollAsync(long process, CancellationToken cancellationToken) =>
        AgentAnswers.Of(await link.ExecuteAsync(new GuestExecStatusCommand(process), Slow, cancellationToken));

    public Task<long> OpenFileAsync(string path, GuestFileAccess access, CancellationToken cancellationToken) => AskAsync(
        new GuestFileOpenCommand(path, access switch
        {
            GuestFileAccess.Write => "wb",
            GuestFileAccess.Append => "ab",
            _ => "rb",
        }),
        cancellationToken);

    public async Task<byte[]> ReadFileAsync(long handle, CancellationToken cancellationToken) =>
        (await link.ExecuteAsync(new GuestFileReadCommand(handle, ReadSize), Slow, cancellationToken)).Content;

    public async Task WriteFileAsync(long handle, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        while (content.Length > 0)
        {
            var written = await link.ExecuteAsync(new GuestFileWriteCommand(handle, content), Slow, cancellationToken);
            content = written.Count > 0
                ? content[Math.Min(written.Count, content.Length)..]
                : throw new LodgeException(ErrorCode.AgentFailed, "The guest wrote nothing of what it got for a file.", "Is its disk full?");
        }
    }

    public Task CloseFileAsync(long handle, CancellationToken cancellationToken) =>
        link.ExecuteAsync(new GuestFileCloseCommand(handle), Slow, cancellationToken);

    public async Task<string> ExecuteAsync(string command, string? arguments, TimeSpan deadline, CancellationToken cancellationToken)
    {
        using var parsed = arguments is null ? null : JsonDocument.Parse(arguments);
        return (await link.ExecuteWithinAsync(new RawCommand(command, parsed?.RootElement), deadline, cancellationToken)).GetRawText();
    }

    private Task<TReply> AskAsync<TReply>(QmpCommand<TReply> command, CancellationToken cancellationToken) =>
        link.ExecuteAsync(command, Quick, cancellationToken);
}
