using System.Globalization;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Devices;
using Lodge.TestSupport.Storage;

namespace Lodge.Qemu.Tests.Support;

/// <summary>Servers of disks, each started when the first test asks for it, and stopped when all tests of a class are through.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    private readonly Lazy<Task<StorageServer>> _iscsi = new(() => StartAsync("iscsi", "tgtd"));
    private readonly Lazy<Task<StorageServer>> _nfs = new(() => StartAsync("nfs", "ganesha.nfsd"));
    private readonly Lazy<Task<StorageServer>> _ceph = new(() => StartAsync("ceph", "ceph-osd"));

    public Task<StorageServer> IscsiAsync() => _iscsi.Value;

    public Task<StorageServer> NfsAsync() => _nfs.Value;

    public Task<StorageServer> CephAsync() => _ceph.Value;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var server in new[] { _iscsi, _nfs, _ceph }.Where(server => server.IsValueCreated && server.Value.IsCompletedSuccessfully))
        {
            await (await server.Value).DisposeAsync();
        }
    }

    private static Task<StorageServer> StartAsync(string kind, string program)
    {
        Assert.SkipWhen(StorageServer.WhyNot(program) is not null, StorageServer.WhyNot(program) ?? "");
        return StorageServer.StartAsync(kind);
    }

    internal static DiskDefinition Iscsi(StorageServer server, TestSecrets secrets, string? password = null) => new()
    {
        Format = DiskFormat.Raw,
        Source = new IscsiDiskSource
        {
            Server = "127.0.0.1",
            Port = int.Parse(server.Facts["ISCSI_PORT"], CultureInfo.InvariantCulture),
            Target = server.Facts["ISCSI_TARGET"],
            Lun = 1,
            User = server.Facts["ISCSI_USER"],
            Secret = secrets.Add(System.Text.Encoding.ASCII.GetBytes(password ?? server.Facts["ISCSI_PASSWORD"])),
        },
    };

    // Of a file that the server makes for whoever is root there.
    internal static DiskDefinition Nfs(StorageServer server, string file) => new()
    {
        Format = DiskFormat.Raw,
        Source = new NfsDiskSource { Server = server.Facts["NFS_SERVER"], Path = $"{server.Facts["NFS_EXPORT"]}/{file}", User = 0, Group = 0 },
    };

    internal static DiskDefinition Rbd(StorageServer server, string image, TestSecrets secrets, byte[]? key = null) => new()
    {
        Format = DiskFormat.Raw,
        Source = new RbdDiskSource
        {
            Servers = [new() { Host = "127.0.0.1", Port = int.Parse(server.Facts["CEPH_PORT"], CultureInfo.InvariantCulture) }],
            Pool = "rbd",
            Image = image,
            User = server.Facts["CEPH_USER"],
            Secret = secrets.Add(key ?? Convert.FromBase64String(server.Facts["CEPH_KEY"])),
        },
    };
}

/// <summary>Secrets of a test.</summary>
internal sealed class TestSecrets : ISecretValues
{
    private readonly Dictionary<Guid, byte[]> _values = [];

    public Guid Add(byte[] value)
    {
        var id = Guid.CreateVersion7();
        _values.Add(id, value);
        return id;
    }

    public byte[] ValueFor(Guid id) => _values.TryGetValue(id, out var value) ? value
        : throw new LodgeException(ErrorCode.SecretNotFound, $"There is no secret {id}.");
}
