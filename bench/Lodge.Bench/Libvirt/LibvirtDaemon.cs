using System.Globalization;
using Lodge.Bench.Lab;
using Lodge.Linux.Files;
using Lodge.Linux.Processes;
using Lodge.TestSupport.Daemons;

namespace Lodge.Bench.Libvirt;

/// <summary>
/// A <c>libvirtd</c> that nobody else notices: a mount namespace puts folders of the bench where it keeps its
/// configuration, state and sockets, and it listens on a socket there. It sees no <c>/dev/kvm</c>: its domains run under
/// TCG, as Lodge's do, and where KVM is there but slow its probes of it take minutes.
/// </summary>
internal sealed class LibvirtDaemon : IAsyncDisposable
{
    private const string Program = "/usr/sbin/libvirtd";
    private const string Virsh = "/usr/bin/virsh";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // As plain as it goes, which is also as fast as it goes: no labels, no control groups, no namespaces, no helper for logs.
    private const string QemuSettings =
        """
        user = "root"
        group = "root"
        security_driver = "none"
        stdio_handler = "file"
        cgroup_controllers = []
        namespaces = []
        """;

    private static readonly string s_script = Path.Combine(Repository.Root, "bench", "private_libvirtd.sh");

    private readonly string _folder;
    private readonly ProcessHandle _process;

    private LibvirtDaemon(string folder, ProcessHandle process) => (_folder, _process) = (folder, process);

    /// <summary>Where clients find it.</summary>
    public string Uri => $"qemu:///system?socket={_folder}/libvirt-sock";

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
            Arguments = ["--mount", "--propagation", "private", s_script, folder],
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

    /// <summary>The process of a domain that runs.</summary>
    public async Task<int> ProcessOfAsync(string name) =>
        int.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, "run/libvirt/qemu", $"{name}.pid")), CultureInfo.InvariantCulture);

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
}
