using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Lodge.Daemon.Configuration;

namespace Lodge.Daemon.Hosting;

/// <summary>Where the daemon keeps what.</summary>
/// <param name="Run">Sockets and run folders; gone after a reboot of the host.</param>
/// <param name="State">Database, images, variable stores, saved states.</param>
/// <param name="Log">Logs.</param>
/// <param name="Configuration">What the user writes for the daemon.</param>
/// <param name="Instance">Tells this daemon's cgroups and user ids from those of another daemon: <c>system</c>, or a hash of the root.</param>
internal sealed record Folders(string Run, string State, string Log, string Configuration, string Instance)
{
    /// <summary>Socket of the REST API.</summary>
    public string ApiSocket => Path.Combine(Run, "api.sock");

    /// <summary>Socket for libvirt's clients.</summary>
    public string LibvirtSocket => Path.Combine(Run, "libvirt-sock");

    /// <summary>Socket for libvirt's clients that only look.</summary>
    public string LibvirtReadOnlySocket => Path.Combine(Run, "libvirt-sock-ro");

    /// <summary>Locked as long as a daemon serves these folders.</summary>
    public string LockFile => Path.Combine(State, "lodged.lock");

    /// <summary>The database.</summary>
    public string Database => Path.Combine(State, "lodge.db");

    /// <summary>Images.</summary>
    public string Images => Path.Combine(State, "images");

    /// <summary>Disks that are made for VMs.</summary>
    public string Disks => Path.Combine(State, "disks");

    /// <summary>Downloads that can be fetched again.</summary>
    public string Cache => Path.Combine(State, "cache");

    /// <summary>Chooses the folders: below the root if one is configured, else the system's, else the user's.</summary>
    public static Folders For(DaemonOptions options, bool privileged, Func<string, string?> environment)
    {
        if (options.Root is { } root)
        {
            return new(Path.Combine(root, "run"), Path.Combine(root, "state"), Path.Combine(root, "log"), Path.Combine(root, "etc"), Hash(root));
        }

        if (privileged)
        {
            return new("/run/lodge", "/var/lib/lodge", "/var/log/lodge", "/etc/lodge", "system");
        }

        var home = environment("HOME") ?? "/";
        var state = Path.Combine(environment("XDG_STATE_HOME") ?? Path.Combine(home, ".local", "state"), "lodge");
        var run = environment("XDG_RUNTIME_DIR") is { } runtime ? Path.Combine(runtime, "lodge") : Path.Combine(state, "run");
        var configuration = Path.Combine(environment("XDG_CONFIG_HOME") ?? Path.Combine(home, ".config"), "lodge");
        return new(run, state, Path.Combine(state, "log"), configuration, Hash(state));
    }

    /// <summary>Default first user id for this instance's VMs: far above anything that distributions hand out.</summary>
    /// <remarks>
    /// systemd reserves up to 1,879,048,191 for containers and leaves 1,879,048,192 to 2,147,483,647 free
    /// (systemd.io/UIDS-GIDS). Daemons with a root of their own get one of 3,000 ranges behind the system's.
    /// </remarks>
    public int DefaultFirstUid => Instance == "system"
        ? 1_900_000_000
        : 1_900_065_536 + (int)(uint.Parse(Instance, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) % 3000 * 65_536);

    private static string Hash(string path) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)).AsSpan(0, 4));
}
