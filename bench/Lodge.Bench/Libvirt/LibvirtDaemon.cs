using System.Globalization;
using System.Text.RegularExpressions;
using Lodge.Bench.Lab;
using Lodge.Linux.Files;
using Lodge.Linux.Processes;
using Lodge.TestSupport.Daemons;

namespace Lodge.Bench.Libvirt;

/// <summary>
/// A <c>libvirtd</c> that nobody else notices: a mount namespace puts folders of the bench where it keeps its
/// configuration, state and sockets, and it listens on a socket there.
/// </summary>
internal sealed partial class LibvirtDaemon : IAsyncDisposable
{
    private const string Program = "/usr/sbin/libvirtd";
    private const string Virsh = "/usr/bin/virsh";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // As plain as it goes, which is also as fast as it goes: no labels, no control groups, no helper for logs.
    private const string QemuSettings =
        """
        user = "root"
        group = "root"
        security_driver = "none"
        stdio_handler = "file"
        cgroup_controllers = []
        """;

    // The first argument is the folder that stands in for all of libvirt's own.
    private const string Hide =
        """
        for place in /etc/libvirt /var/lib/libvirt /var/cache/libvirt /var/log/libvirt /run/libvirt; do
          mkdir -p "$place" "$1$place" && mount --bind "$1$place" "$place" || exit 1
        done
        exec "$2" -f "$1/libvirtd.conf"
        """;

    private readonly string _folder;
    private readonly ProcessHandle _process;

    private LibvirtDaemon(string folder, ProcessHandle process) => (_folder, _process) = (folder, process);

    private string Uri => $"qemu:///system?socket={_folder}/libvirt-sock";

    /// <summary>Why it cannot run here; null when it can.</summary>
    public static string? Hindrance() =>
        !Environment.IsPrivilegedProcess ? "libvirtd is measured as root only"
        : !File.Exists(Program) ? $"{Program} is not installed (bench/run.sh --libvirt installs it)"
        : !File.Exists(Virsh) ? $"{Virsh} is not installed"
        : null;

    /// <summary>Starts it and waits until it answers.</summary>
    /// <exception cref="InvalidOperationException">It does not, for the reason in its log.</exception>
    public static async Task<LibvirtDaemon> StartAsync(Workbench bench)
    {
        var folder = bench.MakeFolder("libvirt");
        Directory.CreateDirectory(Path.Combine(folder, "etc/libvirt"));
        await File.WriteAllTextAsync(Path.Combine(folder, "etc/libvirt/qemu.conf"), QemuSettings);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "libvirtd.conf"), $"unix_sock_dir = \"{folder}\"\nauth_unix_rw = \"none\"\nauth_unix_ro = \"none\"\n");
        using var log = LinuxFile.Open(Path.Combine(folder, "log"), OpenFlags.Write | OpenFlags.Create | OpenFlags.Append);
        var daemon = new LibvirtDaemon(folder, bench.Spawner.Spawn(new SpawnRequest
        {
            Executable = "/usr/bin/unshare",
            Arguments = ["--mount", "--propagation", "private", "/bin/sh", "-c", Hide, "sh", folder, Program],
            Environment = bench.Environment,
            Output = log,
        }));
        try
        {
            await daemon.AnswerAsync();
            return daemon;
        }
        catch
        {
            await daemon.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs commands of virsh in one process of it and returns the milliseconds that it says each took.</summary>
    /// <exception cref="InvalidOperationException">A command failed.</exception>
    public async Task<IReadOnlyList<double>> TimesAsync(params IReadOnlyCollection<string> commands)
    {
        var ran = await RunAsync(["--timing", string.Join("; ", commands)]);
        var times = TimeNote().Matches(ran.Output).Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToList();
        return ran.ExitCode == 0 && times.Count == commands.Count
            ? times
            : throw new InvalidOperationException($"virsh: {ran.Output}{ran.Errors}");
    }

    public async ValueTask DisposeAsync()
    {
        using var process = _process;
        process.Signal(Signals.Terminate);
        await process.WaitForExitAsync(new CancellationTokenSource(Patience).Token);
    }

    private async Task AnswerAsync()
    {
        for (var until = DateTime.UtcNow + Patience; DateTime.UtcNow < until && !_process.Exited.IsCompleted; await Task.Delay(100))
        {
            if ((await RunAsync(["capabilities"])).ExitCode == 0)
            {
                return;
            }
        }

        throw new InvalidOperationException($"libvirtd does not answer. Its log:\n{await File.ReadAllTextAsync(Path.Combine(_folder, "log"))}");
    }

    private Task<Ran> RunAsync(IEnumerable<string> arguments) => Ran.ProgramAsync(Virsh, ["--connect", Uri, .. arguments]);

    [GeneratedRegex(@"\(Time: ([\d.]+) ms\)")]
    private static partial Regex TimeNote();
}
