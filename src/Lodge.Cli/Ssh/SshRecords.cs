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

    /// <summary>Remembers whom to log in as, and with which private key.</summary>
    public async Task KeepLoginAsync(Vm vm, string? user, string? identity, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_folder, Private);
        await File.WriteAllLinesAsync(LoginFileOf(vm), [user ?? "", identity ?? ""], cancellationToken);
    }

    /// <summary>Whom to log in as, and with which private key; null what is not known.</summary>
    public async Task<(string? User, string? Identity)> FindLoginAsync(Vm vm, CancellationToken cancellationToken)
    {
        var lines = File.Exists(LoginFileOf(vm)) ? await File.ReadAllLinesAsync(LoginFileOf(vm), cancellationToken) : [];
        return (Line(0), Line(1));

        string? Line(int number) => lines.ElementAtOrDefault(number) is { Length: > 0 } text ? text : null;
    }

    /// <summary>Makes the file with the keys of a guest: those that are given, or as it was when none are.</summary>
    public async Task PrepareAsync(Vm vm, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_folder, Private);
        if (keys.Count > 0)
        {
            await File.WriteAllLinesAsync(KnownHostsOf(vm), keys.Select(key => $"{vm.Id} {key}"), cancellationToken);
        }
    }

    private string LoginFileOf(Vm vm) => Path.Combine(_folder, $"{vm.Id}.login");

    private static string StateFolder(CliHost host) => host.Environment("XDG_STATE_HOME") is { Length: > 0 } state
        ? state
        : Path.Combine(host.Environment("HOME") ?? "/", ".local", "state");

    private static string InstanceOf(Invocation cli) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(cli.Client.Address.ToString())).AsSpan(0, 6));
}
