using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Guest;

namespace Lodge.Engine.Vms.Agents;

/// <summary>What the guest agents of VMs tell and do at once. See <see cref="IGuestAgent"/> for the ways to fail.</summary>
public sealed class VmAgents
{
    private const int LongestPassword = 1024;
    private static readonly TimeSpan LongestDeadline = TimeSpan.FromDays(1);

    private readonly AgentFinder _finder;
    private readonly VmTaints _taints;

    internal VmAgents(AgentFinder finder, VmTaints taints) => (_finder, _taints) = (finder, taints);

    /// <summary>Sees whether the agent answers.</summary>
    public Task PingAsync(string vm, CancellationToken cancellationToken) => Of(vm).PingAsync(cancellationToken);

    /// <summary>Says how long answers may take from now on, as long as the VM runs and this daemon does.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="patience">More than zero, for every answer; null for the deadline that suits each call.</param>
    /// <exception cref="LodgeException">The VM does not run.</exception>
    public void SetPatience(string vm, TimeSpan? patience)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(patience ?? LongestDeadline, TimeSpan.Zero);
        Of(vm).Patience = patience > LongestDeadline ? LongestDeadline : patience;
    }

    /// <summary>Whether an agent has opened its end of the channel. Asks QEMU, not the guest.</summary>
    public Task<bool> IsThereAsync(string vm, CancellationToken cancellationToken) => Of(vm).IsThereAsync(cancellationToken);

    /// <summary>Whether an agent is known to have its end of the channel open. Waits for nobody; false for a VM that does not run.</summary>
    public bool IsKnownThere(Guid vmId) => _finder.IsKnownThere(vmId);

    /// <summary>The agent's version and commands.</summary>
    public Task<GuestAgentInfo> GetInfoAsync(string vm, CancellationToken cancellationToken) => Of(vm).GetInfoAsync(cancellationToken);

    /// <summary>The guest's operating system.</summary>
    public Task<GuestOs> GetOsAsync(string vm, CancellationToken cancellationToken) => Of(vm).GetOsAsync(cancellationToken);

    /// <summary>The guest's name for itself.</summary>
    public Task<string> GetHostNameAsync(string vm, CancellationToken cancellationToken) => Of(vm).GetHostNameAsync(cancellationToken);

    /// <summary>The guest's network interfaces and their addresses.</summary>
    public Task<IReadOnlyList<GuestInterface>> GetInterfacesAsync(string vm, CancellationToken cancellationToken) =>
        Of(vm).GetInterfacesAsync(cancellationToken);

    /// <summary>Who is signed in.</summary>
    public Task<IReadOnlyList<GuestUser>> GetUsersAsync(string vm, CancellationToken cancellationToken) => Of(vm).GetUsersAsync(cancellationToken);

    /// <summary>The guest's mounted file systems.</summary>
    public Task<IReadOnlyList<GuestFileSystem>> GetFileSystemsAsync(string vm, CancellationToken cancellationToken) =>
        Of(vm).GetFileSystemsAsync(cancellationToken);

    /// <summary>The guest's disks, partitions and volumes.</summary>
    public Task<IReadOnlyList<GuestBlockDevice>> GetDisksAsync(string vm, CancellationToken cancellationToken) => Of(vm).GetDisksAsync(cancellationToken);

    /// <summary>The guest's processors as its kernel sees them.</summary>
    public Task<IReadOnlyList<GuestVcpu>> GetVcpusAsync(string vm, CancellationToken cancellationToken) => Of(vm).GetVcpusAsync(cancellationToken);

    /// <summary>Takes processors of the guest into use or out of it.</summary>
    public Task SetVcpusAsync(string vm, IReadOnlyList<GuestVcpu> vcpus, CancellationToken cancellationToken) =>
        Of(vm).SetVcpusAsync(vcpus, cancellationToken);

    /// <summary>Tells the guest's disks which blocks are free.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="minimum">Leave out stretches shorter than this, bytes; null for none.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<IReadOnlyList<GuestTrim>> TrimAsync(string vm, long? minimum, CancellationToken cancellationToken) => minimum < 0
        ? throw new LodgeException(ErrorCode.InvalidArgument, $"The shortest stretch to trim must be 0 bytes or more, not {minimum}.")
        : Of(vm).TrimAsync(minimum, cancellationToken);

    /// <summary>The guest's clock.</summary>
    public Task<DateTimeOffset> GetTimeAsync(string vm, CancellationToken cancellationToken) => Of(vm).GetTimeAsync(cancellationToken);

    /// <summary>Sets the guest's clocks.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="time">To this, 1970 or later; null: the system's clock follows the hardware's, as after a long pause.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task SetTimeAsync(string vm, DateTimeOffset? time, CancellationToken cancellationToken) => time < DateTimeOffset.UnixEpoch
        ? throw new LodgeException(ErrorCode.InvalidArgument, $"A guest's clock begins with 1970, and the time is {time:u}.")
        : Of(vm).SetTimeAsync(time, cancellationToken);

    /// <summary>The keys by which somebody may sign in to a user's account over SSH: lines of <c>authorized_keys</c>.</summary>
    public Task<IReadOnlyList<string>> GetAuthorizedKeysAsync(string vm, string user, CancellationToken cancellationToken) =>
        Of(vm).GetAuthorizedKeysAsync(Checked(user), cancellationToken);

    /// <summary>Adds such keys.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="user">A user of the guest.</param>
    /// <param name="keys">Lines of <c>authorized_keys</c>.</param>
    /// <param name="replace">Whether they take the place of all others.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task AddAuthorizedKeysAsync(string vm, string user, IReadOnlyList<string> keys, bool replace, CancellationToken cancellationToken) =>
        Of(vm).AddAuthorizedKeysAsync(Checked(user), keys, replace, cancellationToken);

    /// <summary>Takes such keys away; those that are not there are passed over.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="user">A user of the guest.</param>
    /// <param name="keys">Lines of <c>authorized_keys</c>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task RemoveAuthorizedKeysAsync(string vm, string user, IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        Of(vm).RemoveAuthorizedKeysAsync(Checked(user), keys, cancellationToken);

    /// <summary>Sets a user's password in the guest.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="user">A user of the guest.</param>
    /// <param name="password">The password, or its hash, at most 1,024 characters; empty takes it away where the guest allows that.</param>
    /// <param name="isHashed">Whether it is a hash, as in <c>/etc/shadow</c>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task SetPasswordAsync(string vm, string user, string password, bool isHashed, CancellationToken cancellationToken) =>
        password.Length > LongestPassword || password.AsSpan().ContainsAny("\n\r\0")
            ? throw new LodgeException(ErrorCode.InvalidArgument, $"The password must have at most {LongestPassword} characters, and no line breaks.")
            : Of(vm).SetPasswordAsync(Checked(user), password, isHashed, cancellationToken);

    /// <summary>Asks the guest to sleep. It sleeps when its VM says so; see <see cref="VmLifecycle.ResumeAsync"/> for waking it.</summary>
    public Task SleepAsync(string vm, GuestSleep sleep, CancellationToken cancellationToken) => Of(vm).SleepAsync(sleep, cancellationToken);

    /// <summary>Gives the agent any command at all. The VM is tainted from then on.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="command">Name in QEMU's protocol.</param>
    /// <param name="arguments">Its arguments, a JSON object; null for none.</param>
    /// <param name="deadline">How long the answer may take, at most a day.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The answer's content as JSON.</returns>
    public Task<string> ExecuteAsync(string vm, string command, string? arguments, TimeSpan deadline, CancellationToken cancellationToken) =>
        deadline <= TimeSpan.Zero || deadline > LongestDeadline
            ? throw new LodgeException(ErrorCode.InvalidArgument, "The deadline must be more than nothing, and at most a day.")
            : Marked(vm).ExecuteAsync(command, arguments, deadline, cancellationToken);

    private IGuestAgent Of(string vm) => _finder.Find(vm).Agent;

    private static string Checked(string user) => user.Length is 0 or > 256 || user.AsSpan().ContainsAny(":\n\r\0")
        ? throw new LodgeException(ErrorCode.InvalidArgument, "The user must have a name of 1 to 256 characters, without colons and line breaks.")
        : user;

    private IGuestAgent Marked(string vm)
    {
        var (present, agent) = _finder.Find(vm);
        _taints.Mark(present, VmTaint.CustomAgent);
        return agent;
    }
}
