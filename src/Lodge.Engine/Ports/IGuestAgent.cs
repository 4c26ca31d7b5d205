using Lodge.Model.Errors;
using Lodge.Model.Vms.Guest;

namespace Lodge.Engine.Ports;

/// <summary>
/// QEMU's guest agent in one running guest. Each call has a deadline of its own, and a guest without an agent is told
/// apart within a moment. The agent does one thing at a time, so calls queue behind each other, but nothing else does.
/// </summary>
/// <remarks>
/// Failures are a <see cref="LodgeException"/>: <see cref="ErrorCode.InvalidState"/> when the VM has no channel for an
/// agent, <see cref="ErrorCode.AgentUnresponsive"/> when none answers, <see cref="ErrorCode.AgentFailed"/> when it
/// refuses, <see cref="ErrorCode.Timeout"/> when a command that was sent is not answered in time.
/// </remarks>
public interface IGuestAgent
{
    /// <summary>How long every answer may take, in place of the deadline that suits each call; null for those.</summary>
    TimeSpan? Patience { get; set; }

    /// <summary>Whether an agent is known to have its end of the channel open. Asks nobody, so that it is false until QEMU told of it.</summary>
    bool IsKnownThere { get; }

    /// <summary>Whether an agent has opened its end of the channel; false too when there is no channel. Asks QEMU, not the guest.</summary>
    Task<bool> IsThereAsync(CancellationToken cancellationToken);

    /// <summary>Sees whether the agent answers.</summary>
    Task PingAsync(CancellationToken cancellationToken);

    /// <summary>The agent's version and commands.</summary>
    Task<GuestAgentInfo> GetInfoAsync(CancellationToken cancellationToken);

    /// <summary>The guest's operating system, name and time zone.</summary>
    Task<GuestOs> GetOsAsync(CancellationToken cancellationToken);

    /// <summary>The guest's name for itself.</summary>
    Task<string> GetHostNameAsync(CancellationToken cancellationToken);

    /// <summary>The guest's network interfaces.</summary>
    Task<IReadOnlyList<GuestInterface>> GetInterfacesAsync(CancellationToken cancellationToken);

    /// <summary>Who is signed in.</summary>
    Task<IReadOnlyList<GuestUser>> GetUsersAsync(CancellationToken cancellationToken);

    /// <summary>The guest's mounted file systems.</summary>
    Task<IReadOnlyList<GuestFileSystem>> GetFileSystemsAsync(CancellationToken cancellationToken);

    /// <summary>The guest's disks, partitions and volumes.</summary>
    Task<IReadOnlyList<GuestBlockDevice>> GetDisksAsync(CancellationToken cancellationToken);

    /// <summary>The guest's processors.</summary>
    Task<IReadOnlyList<GuestVcpu>> GetVcpusAsync(CancellationToken cancellationToken);

    /// <summary>Takes processors of the guest into use or out of it.</summary>
    Task SetVcpusAsync(IReadOnlyList<GuestVcpu> vcpus, CancellationToken cancellationToken);

    /// <summary>Whether file systems are frozen.</summary>
    Task<bool> IsFrozenAsync(CancellationToken cancellationToken);

    /// <summary>Halts writing to file systems.</summary>
    /// <param name="mountPoints">Which; null for all.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>How many it were.</returns>
    Task<long> FreezeAsync(IReadOnlyList<string>? mountPoints, CancellationToken cancellationToken);

    /// <summary>Lets writing go on.</summary>
    /// <returns>How many file systems it concerned.</returns>
    Task<long> ThawAsync(CancellationToken cancellationToken);

    /// <summary>Tells the disks which blocks are free.</summary>
    /// <param name="minimum">Leave out stretches shorter than this, bytes; null for none.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IReadOnlyList<GuestTrim>> TrimAsync(long? minimum, CancellationToken cancellationToken);

    /// <summary>The guest's clock.</summary>
    Task<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken);

    /// <summary>Sets the guest's clocks.</summary>
    /// <param name="time">To this; null: the system's clock follows the hardware's.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task SetTimeAsync(DateTimeOffset? time, CancellationToken cancellationToken);

    /// <summary>Sets a user's password.</summary>
    /// <param name="user">A user of the guest.</param>
    /// <param name="password">The password, or its hash.</param>
    /// <param name="isHashed">Whether it is a hash.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task SetPasswordAsync(string user, string password, bool isHashed, CancellationToken cancellationToken);

    /// <summary>The keys by which somebody may sign in to a user's account over SSH: lines of <c>authorized_keys</c>.</summary>
    Task<IReadOnlyList<string>> GetAuthorizedKeysAsync(string user, CancellationToken cancellationToken);

    /// <summary>Adds such keys.</summary>
    /// <param name="user">A user of the guest.</param>
    /// <param name="keys">Lines of <c>authorized_keys</c>.</param>
    /// <param name="replace">Whether they take the place of all others.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task AddAuthorizedKeysAsync(string user, IReadOnlyList<string> keys, bool replace, CancellationToken cancellationToken);

    /// <summary>Takes such keys away; those that are not there are passed over.</summary>
    Task RemoveAuthorizedKeysAsync(string user, IReadOnlyList<string> keys, CancellationToken cancellationToken);

    /// <summary>Asks the guest to sleep. Completes when the agent has taken it.</summary>
    Task SleepAsync(GuestSleep sleep, CancellationToken cancellationToken);

    /// <summary>Asks the guest to power off, or to reboot. Completes when the agent has taken it.</summary>
    Task ShutDownAsync(bool reboot, CancellationToken cancellationToken);

    /// <summary>Starts a program.</summary>
    /// <returns>Its process id in the guest.</returns>
    Task<long> StartAsync(GuestCommand command, CancellationToken cancellationToken);

    /// <summary>How a program ended; null while it runs. The guest forgets it once this has told.</summary>
    Task<GuestCommandResult?> PollAsync(long process, CancellationToken cancellationToken);

    /// <summary>Opens a file of the guest.</summary>
    /// <param name="path">Absolute path in the guest.</param>
    /// <param name="access">Read it, write it anew, or add to it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Its handle, to be closed.</returns>
    Task<long> OpenFileAsync(string path, GuestFileAccess access, CancellationToken cancellationToken);

    /// <summary>Reads the next bytes of a file, as many as suit the channel; none at its end.</summary>
    Task<byte[]> ReadFileAsync(long handle, CancellationToken cancellationToken);

    /// <summary>Writes bytes to a file; all of them, at most <see cref="LargestWrite"/>.</summary>
    Task WriteFileAsync(long handle, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Closes a file.</summary>
    Task CloseFileAsync(long handle, CancellationToken cancellationToken);

    /// <summary>Any command at all, with its answer as it came.</summary>
    /// <param name="command">Name in QEMU's protocol.</param>
    /// <param name="arguments">Its arguments, a JSON object; null for none.</param>
    /// <param name="deadline">How long the answer may take.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The answer's content as JSON.</returns>
    Task<string> ExecuteAsync(string command, string? arguments, TimeSpan deadline, CancellationToken cancellationToken);

    /// <summary>How many bytes <see cref="WriteFileAsync"/> takes at once.</summary>
    const int LargestWrite = 128 * 1024;
}

/// <summary>What a file of a guest is opened for.</summary>
public enum GuestFileAccess
{
    /// <summary>To read it.</summary>
    Read,

    /// <summary>To write it: it is made, or emptied first.</summary>
    Write,

    /// <summary>To add to its end; it is made when missing.</summary>
    Append,
}
