using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Lodge.TestSupport.Storage;

namespace Lodge.Storage.Tests.Support;

/// <summary>Real servers of storage, each started when the first test asks for it, and pools on them.</summary>
public sealed class ServerPools : IAsyncLifetime
{
    private readonly Lazy<Task<StorageServer>> _iscsi = new(() => StartAsync("iscsi", "tgtd", "iscsi-ls"));
    private readonly Lazy<Task<StorageServer>> _nfs = new(() => StartAsync("nfs", "ganesha.nfsd", "qemu-img"));
    private readonly Lazy<Task<StorageServer>> _ceph = new(() => StartAsync("ceph", "ceph-osd", "rbd"));

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

    internal static PoolBench Iscsi(StorageServer server, string? password = null)
    {
        var secrets = new Secrets(System.Text.Encoding.ASCII.GetBytes(password ?? server.Facts["ISCSI_PASSWORD"]));
        return new PoolBench(
            new IscsiDirectPoolBackend
            {
                Portals = [$"127.0.0.1:{server.Facts["ISCSI_PORT"]}"],
                Target = server.Facts["ISCSI_TARGET"],
                Chap = new ChapCredentials(server.Facts["ISCSI_USER"], secrets.Id),
            },
            secrets);
    }

    internal static PoolBench Nfs(StorageServer server) => new(new NfsDirectPoolBackend { Host = server.Facts["NFS_SERVER"], Export = server.Facts["NFS_EXPORT"] });

    internal static PoolBench Ceph(StorageServer server, string? space = null, byte[]? key = null)
    {
        var secrets = new Secrets(key ?? Convert.FromBase64String(server.Facts["CEPH_KEY"]));
        return new PoolBench(
            new RbdPoolBackend
            {
                Monitors = [$"127.0.0.1:{server.Facts["CEPH_PORT"]}"],
                Pool = "rbd",
                Namespace = space,
                User = server.Facts["CEPH_USER"],
                SecretId = secrets.Id,
            },
            secrets);
    }

    private static Task<StorageServer> StartAsync(string kind, params string[] programs)
    {
        foreach (var program in programs)
        {
            Assert.SkipWhen(StorageServer.WhyNot(program) is not null, StorageServer.WhyNot(program) ?? "");
        }

        return StorageServer.StartAsync(kind);
    }

    private sealed class Secrets(byte[] value) : ISecretValues
    {
        public Guid Id { get; } = Guid.NewGuid();

        public byte[] ValueFor(Guid id) => id == Id ? value : throw new LodgeException(ErrorCode.SecretNotFound, "There is no such secret.");
    }
}
