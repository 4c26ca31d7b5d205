using System.CommandLine;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Cli.Work;

namespace Lodge.Cli.Storage;

/// <summary>The options that say what a new storage pool shall be.</summary>
internal sealed class PoolOptions
{
    private readonly Option<string> _folder = Opt.Text("--folder", "PATH", "A folder of the host; it is made when it is not there.");
    private readonly Option<string> _fileSystem = Opt.Text("--file-system", "DEVICE", "A device with a file system, which is mounted.");
    private readonly Option<string> _nfs = Opt.Text("--nfs", "HOST:/PATH", "A folder of an NFS server, which the kernel mounts.");
    private readonly Option<string> _nfsDirect = Opt.Text("--nfs-direct", "HOST:/PATH", "The same, reached by each QEMU itself.");
    private readonly Option<string> _lvm = Opt.Text("--lvm", "GROUP", "A volume group of LVM.");
    private readonly Option<string[]> _devices = Opt.Texts("--device", "DEVICE", "A device that --build makes the volume group of.");
    private readonly Option<string> _lvmThin = Opt.Text("--lvm-thin", "GROUP/POOL", "A thin pool of LVM.");
    private readonly Option<string> _disk = Opt.Text("--disk", "DEVICE", "A whole disk, whose partitions are the volumes.");
    private readonly Option<string> _iscsi = Opt.Text("--iscsi", "PORTAL/TARGET", "An iSCSI target, which the host logs in to.");
    private readonly Option<string> _iscsiDirect = Opt.Text("--iscsi-direct", "PORTAL/TARGET", "The same, reached by each QEMU itself.");
    private readonly Option<string> _rbd = Opt.Text("--rbd", "POOL[/NAMESPACE]", "A pool of a Ceph cluster.");
    private readonly Option<string> _http = Opt.Text("--http", "URL", "A folder of a web server, to read only.");
    private readonly Option<string> _mount = Opt.Text("--mount", "PATH", "Where it is mounted; /mnt/lodge/NAME if not given.");
    private readonly Option<string[]> _monitors = Opt.Texts("--monitor", "HOST[:PORT]", "A monitor of the Ceph cluster.");
    private readonly Option<string> _user = Opt.Text("--user", "NAME", "User of Ceph or of the iSCSI target.");
    private readonly Option<string> _secret = Opt.Text("--secret", "ID", "The secret with that user's key or password.");
    private readonly Option<string> _title = Opt.Text("--title", "TEXT", "A title for people.");
    private readonly Option<bool> _noAutostart = Opt.Flag("--no-autostart", "Do not start it with the daemon.");

    private Option[] All =>
    [
        _folder, _fileSystem, _nfs, _nfsDirect, _lvm, _devices, _lvmThin, _disk, _iscsi, _iscsiDirect, _rbd, _http, _mount, _monitors, _user, _secret, _title, _noAutostart,
    ];

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Add(option);
        }
    }

    /// <summary>Whether any of them is given.</summary>
    public bool AreUsed(Invocation cli) => All.Any(cli.Has);

    /// <summary>What the command line says.</summary>
    public PoolWishes Of(Invocation cli) => new()
    {
        Folder = cli.Get(_folder) is { } folder ? HostPath.Absolute(cli, folder) : null,
        FileSystem = cli.Get(_fileSystem),
        Nfs = cli.Get(_nfs),
        NfsDirect = cli.Get(_nfsDirect),
        Lvm = cli.Get(_lvm),
        Devices = cli.Get(_devices) ?? [],
        LvmThin = cli.Get(_lvmThin),
        Disk = cli.Get(_disk),
        Iscsi = cli.Get(_iscsi),
        IscsiDirect = cli.Get(_iscsiDirect),
        Rbd = cli.Get(_rbd),
        Http = cli.Get(_http),
        Mount = cli.Get(_mount),
        Monitors = cli.Get(_monitors) ?? [],
        User = cli.Get(_user),
        Secret = cli.Get(_secret) is { } secret ? StorageArgument.SecretOf("--secret", secret) : null,
        Title = cli.Get(_title),
        Autostart = !cli.Get(_noAutostart),
    };
}
