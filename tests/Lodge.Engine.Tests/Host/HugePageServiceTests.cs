using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.TestSupport.Engine;

namespace Lodge.Engine.Tests.Host;

public sealed class HugePageServiceTests
{
    private readonly FakeWorld _world = new();

    [Fact]
    public async Task Pages_are_reserved_and_given_back()
    {
        var daemon = await _world.StartDaemonAsync();
        var report = await daemon.Engine.HugePages.ReserveAsync(Wish(64), default);
        Assert.Equal((64, 64), (report.Pools[0].Total, report.Pools[0].Available));

        report = await daemon.Engine.HugePages.ReserveAsync(Wish(5, node: 1), default);
        Assert.Equal((32, 5), (report.Pools[0].Nodes[0].Total, report.Pools[0].Nodes[1].Total));

        report = await daemon.Engine.HugePages.ReserveAsync(Wish(0), default);
        Assert.Equal(0, report.Pools[0].Total);
    }

    [Fact]
    public async Task Fewer_than_asked_for_are_none_and_the_error_says_how_many_there_could_be()
    {
        var daemon = await _world.StartDaemonAsync();
        await daemon.Engine.HugePages.ReserveAsync(Wish(10), default);

        var error = await RefusedAsync(daemon, Wish(300));
        Assert.Equal(ErrorCode.InsufficientResources, error.Code);
        Assert.Contains("room for 200 at most", error.Message, StringComparison.Ordinal);
        Assert.Contains("10 are reserved, as before", error.Message, StringComparison.Ordinal);
        Assert.Contains("hugepagesz=2M hugepages=300", error.Remedy, StringComparison.Ordinal);
        Assert.Equal(10, _world.HugePages.Reserved.Sum());
    }

    [Fact]
    public async Task More_than_the_memory_of_the_host_is_not_even_tried()
    {
        var daemon = await _world.StartDaemonAsync();
        _world.HugePages.RoomPerNode = long.MaxValue;
        Assert.Contains("room for 512 at most", (await RefusedAsync(daemon, Wish(513))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_in_use_are_kept_and_the_error_names_who_uses_them()
    {
        var daemon = await _world.StartDaemonAsync();
        await daemon.Engine.Lifecycle.LaunchAsync(new VmDefinition { Name = "web1" }, transient: false, paused: false, default);
        await daemon.Engine.HugePages.ReserveAsync(Wish(64), default);
        _world.HugePages.InUse = 20;

        Assert.Equal(("web1", "40MiB"), daemon.Engine.HugePages.Read().Users.Select(user => (user.Vm, user.Memory.ToString())).Single());
        var error = await RefusedAsync(daemon, Wish(0));
        Assert.Equal((ErrorCode.InvalidState, "20 huge pages of 2MiB are in use or promised (VMs: web1), so that no fewer can be kept."), (error.Code, error.Message));
    }

    [Theory]
    [InlineData(4, 1, null, "pageSize")]
    [InlineData(2, 1, 7, "node")]
    [InlineData(2, -1, null, "count")]
    public async Task A_wish_that_makes_no_sense_is_refused_by_its_field(int mib, long count, int? node, string field)
    {
        var daemon = await _world.StartDaemonAsync();
        var error = await RefusedAsync(daemon, new HugePageRequest { PageSize = ByteSize.FromMiB(mib), Count = count, Node = node });
        Assert.Equal(ErrorCode.InvalidArgument, error.Code);
        Assert.StartsWith($"{field}: ", error.Message, StringComparison.Ordinal);
    }

    private static HugePageRequest Wish(long count, int? node = null) => new() { PageSize = ByteSize.FromMiB(2), Count = count, Node = node };

    private static async Task<LodgeError> RefusedAsync(FakeDaemon daemon, HugePageRequest wish) =>
        (await Assert.ThrowsAsync<LodgeException>(() => daemon.Engine.HugePages.ReserveAsync(wish, default))).Error;
}
