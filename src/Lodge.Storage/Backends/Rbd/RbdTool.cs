using System.Text;
using Lodge.Engine.Ports;
using Lodge.Model.Storage;
using Lodge.Storage.Tools;

namespace Lodge.Storage.Backends.Rbd;

/// <summary>
/// Ceph's own tools for block images (rbd(8), rados(8)). Where the cluster is, who asks and the key reach them as one
/// configuration in memory; how long they wait for servers is in it, too.
/// </summary>
/// <param name="rbd">The tool for images.</param>
/// <param name="rados">The tool for pools.</param>
internal sealed class RbdTool(PrivateTool rbd, PrivateTool rados)
{
    private const int OperationSeconds = 30;

    private static readonly Dictionary<string, string> s_noVariables = [];

    /// <summary>Runs a command of rbd.</summary>
    /// <param name="access">The pool.</param>
    /// <param name="command">The command and its arguments, without those that name cluster and user.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <returns>What it printed.</returns>
    /// <exception cref="Lodge.Model.Errors.LodgeException">What it said when it failed.</exception>
    public async Task<string> RunAsync(PoolAccess access, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var result = await TryAsync(access, command, cancellationToken);
        return result.ExitCode == 0 ? result.Output : throw RbdTrouble.Of(access, command[0], result);
    }

    /// <summary>As <see cref="RunAsync"/>, whatever comes of it.</summary>
    public Task<HostToolResult> TryAsync(PoolAccess access, IReadOnlyList<string> command, CancellationToken cancellationToken) =>
        rbd.RunAsync([.. Cluster(access), .. command], Configuration(access), s_noVariables, cancellationToken);

    /// <summary>Runs a command of rados.</summary>
    /// <exception cref="Lodge.Model.Errors.LodgeException">What it said when it failed.</exception>
    public async Task<string> RunRadosAsync(PoolAccess access, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var result = await rados.RunAsync([.. Cluster(access), .. command], Configuration(access), s_noVariables, cancellationToken);
        return result.ExitCode == 0 ? result.Output : throw RbdTrouble.Of(access, command[0], result);
    }

    /// <summary>The pool and namespace, as commands are told of them.</summary>
    public static IEnumerable<string> Place(PoolAccess access, string prefix = "")
    {
        var backend = BackendOf(access);
        return backend.Namespace is { } space ? [$"--{prefix}pool", backend.Pool, $"--{prefix}namespace", space] : [$"--{prefix}pool", backend.Pool];
    }

    public static RbdPoolBackend BackendOf(PoolAccess access) => (RbdPoolBackend)access.Definition.Backend;

    /// <summary>The monitors of a pool.</summary>
    public static IReadOnlyList<Lodge.Model.Vms.Devices.CephMonitor> Monitors(RbdPoolBackend backend) =>
        [.. backend.Monitors.Select(ServerAddress.Parse).Select(server => new Lodge.Model.Vms.Devices.CephMonitor { Host = server.Host, Port = server.Port })];

    private static IEnumerable<string> Cluster(PoolAccess access) =>
        BackendOf(access).User is { } user ? ["--conf", PrivateTool.HandedPath, "--id", user] : ["--conf", PrivateTool.HandedPath];

    // Ceph takes the key as it prints it, which is the secret's value encoded.
    private static byte[] Configuration(PoolAccess access)
    {
        var backend = BackendOf(access);
        var text = new StringBuilder(CephConfig.Of(Monitors(backend)))
            .Append("keyring = /dev/null\nlog to stderr = false\n")
            .Append("rados osd op timeout = ").Append(OperationSeconds).Append("\nrados mon op timeout = ").Append(OperationSeconds).Append('\n');
        return Encoding.UTF8.GetBytes((backend.SecretId is { } secret
            ? text.Append("key = ").Append(Convert.ToBase64String(access.Secrets.ValueFor(secret))).Append('\n')
            : text.Append("auth client required = none\n")).ToString());
    }
}
