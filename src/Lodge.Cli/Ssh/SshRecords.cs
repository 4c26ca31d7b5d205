using System.Security.Cryptography;
using System.Text;
using Lodge.Cli.App;
using Lodge.Model.Vms;

namespace Lodge.Cli.Ssh;

/// <summary>
/// What this user's <c>lodge</c> remembers of the guests of one daemon: whom to log in as, and by which key a guest is
/// known. Files of their own, so that the user's known_hosts stays as it is.
/// </summary>
/// <param name="cli">The command, which says who the daemon is.</param>
internal sealed class SshRecords(Invocation cli)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _folder = Path.Combine(StateFolder(cli.Host), "lodge", "ssh", InstanceOf(cli));

    /// <summary>The file with the keys of a VM's guest.</summary>
    public string KnownHostsOf(Vm vm) => Path.Combine(_folder, $"{vm.Id}.known_hosts");

    /// <summary>Remembers whom to log in as.</summary>
    public async Task KeepUserAsync(Vm vm, string user, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_folder, Private);
        await File.WriteAllTextAsync(UserFileOf(vm), user, cancellationToken);
    }

    /// <summary>Whom to log in as; null when that is not known.</summary>
    public async Task<string?> FindUserAsync(Vm vm, CancellationToken cancellationToken) =>
        File.Exists(UserFileOf(vm)) ? (await File.ReadAllTextAsync(UserFileOf(vm), cancellationToken)).Trim() : null;

    /// <summary>Makes the file with the keys of a guest: those that are given, or as it was when none are.</summary>
    public async Task PrepareAsync(Vm vm, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_folder, Private);
        if (keys.Count > 0)
        {
            await File.WriteAllLinesAsync(KnownHostsOf(vm), keys.Select(key => $"{vm.Id} {key}"), cancellationToken);
        }
    }

    private string UserFileOf(Vm vm) => Path.Combine(_folder, $"{vm.Id}.user");

    private static string StateFolder(CliHost host) => host.Environment("XDG_STATE_HOME") is { Length: > 0 } state
        ? state
        : Path.Combine(host.Environment("HOME") ?? "/", ".local", "state");

    private static string InstanceOf(Invocation cli) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(cli.Client.Address.ToString())).AsSpan(0, 6));
}
