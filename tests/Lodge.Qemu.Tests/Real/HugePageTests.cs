using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;
using Lodge.Qemu.Tests.Support;

namespace Lodge.Qemu.Tests.Real;

/// <summary>Huge pages of this host, reserved for the test and given back.</summary>
public sealed class HugePageTests
{
    private const int Pages = 64;

    private static readonly ByteSize Size = ByteSize.FromMiB(2);

    [Fact]
    public async Task A_vm_that_needs_more_than_are_free_is_refused_with_the_command_that_reserves_them()
    {
        await using var host = RealHost.Create();
        var pool = PoolOf(host);
        var refused = await Assert.ThrowsAsync<LodgeException>(() => host.Hypervisor.CheckAsync(With(host.Guest(), pool.Available + 7), TestContext.Current.CancellationToken));

        Assert.Equal(ErrorCode.InsufficientResources, refused.Error.Code);
        Assert.Contains($"the VM needs {pool.Available + 7} huge pages of 2MiB, and {pool.Available} of this host's {pool.Total} are free.", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"'lodge host hugepages reserve 2M {pool.Total + 7}'", refused.Error.Remedy, StringComparison.Ordinal);

        var guest = With(host.Guest(), pool.Available + 5);
        var module = guest with { Memory = guest.Memory with { Maximum = ByteSize.FromGiB(64), Devices = [new() { Size = ByteSize.FromMiB(4) }] } };
        refused = await Assert.ThrowsAsync<LodgeException>(() => host.Hypervisor.CheckAsync(module, TestContext.Current.CancellationToken));
        Assert.Contains($"the VM needs {pool.Available + 7} huge pages of 2MiB", refused.Message, StringComparison.Ordinal);

        var none = host.Guest() with { Memory = new() { Size = ByteSize.FromMiB(64), Backing = new() { HugePages = ByteSize.FromMiB(3) } } };
        refused = await Assert.ThrowsAsync<LodgeException>(() => host.Hypervisor.CheckAsync(none, TestContext.Current.CancellationToken));
        Assert.Contains("memory.backing.hugePages: this host has no huge pages of 3MiB.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_reserved_for_a_guest_are_in_its_memory_and_go_back_to_the_host()
    {
        await using var host = RealHost.Create();
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root may reserve huge pages.");
        var before = PoolOf(host);
        var kept = before.Total - before.Surplus;
        host.Backend.HugePages.Reserve(Size, null, kept + Pages);
        try
        {
            var reserved = PoolOf(host);
            Assert.SkipUnless(reserved.Total - reserved.Surplus >= kept + Pages, "The memory of this host is too full or in pieces.");
            var definition = With(host.Guest(), Pages);
            await host.Hypervisor.CheckAsync(definition, TestContext.Current.CancellationToken);
            await using var vm = await host.LaunchAsync(definition);

            Assert.Equal(ByteSize.FromMiB(2 * Pages), host.Backend.HugePages.UsedBy(vm.Runtime.ProcessId));
            Assert.Equal(reserved.Available - Pages, PoolOf(host).Available);

            await vm.QuitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(reserved.Available, PoolOf(host).Available);
        }
        finally
        {
            host.Backend.HugePages.Reserve(Size, null, kept);
        }

        Assert.Equal(before.Total, PoolOf(host).Total);
    }

    private static HugePagePool PoolOf(RealHost host)
    {
        var pool = host.Backend.HugePages.Read().FirstOrDefault(pool => pool.PageSize == Size);
        Assert.SkipWhen(pool is null, "This kernel has no huge pages of 2 MiB.");
        return pool!;
    }

    private static VmDefinition With(VmDefinition guest, long pages) =>
        guest with { Memory = new MemoryDefinition { Size = ByteSize.FromMiB(2 * pages), Backing = new() { HugePages = Size } } };
}
