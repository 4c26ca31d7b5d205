using Lodge.Libvirt.Tests.Support;
using Lodge.Model.Vms;
using Lodge.Model.Vms.States;

namespace Lodge.Libvirt.Tests.Handlers.Domains;

public sealed class SaveVirshTests
{
    [Fact]
    public async Task Saved_domain_tells_what_it_was_and_comes_back_as_told()
    {
        await using var server = await TestServer.StartAsync();
        await server.RunAsync();

        await server.DoneAsync("save", "web", "/tmp/lodge-web.save", "--paused");
        Assert.Contains("<name>web</name>", await server.DoneAsync("save-image-dumpxml", "/tmp/lodge-web.save"), StringComparison.Ordinal);
        await server.DoneAsync("restore", "/tmp/lodge-web.save");
        Assert.Equal(VmState.Paused, server.Engine.Vms.Get("web").Status.State);
        Assert.Contains("no managed save", await server.RefusedAsync("managedsave-dumpxml", "web"), StringComparison.Ordinal);
        await server.DoneAsync("managedsave", "web", "--running");
        Assert.Contains("<name>web</name>", await server.DoneAsync("managedsave-dumpxml", "web"), StringComparison.Ordinal);
        await server.DoneAsync("start", "web");
        Assert.Equal(VmState.Running, server.Engine.Vms.Get("web").Status.State);
        Assert.Contains("other XML", await server.RefusedAsync("save", "web", "/tmp/lodge-web2.save", "--xml", "/dev/null"), StringComparison.Ordinal);
        Assert.Empty(server.Logs.Complaints);
    }

    [Fact]
    public async Task Policies_change_now_for_the_next_start_or_both()
    {
        await using var server = await TestServer.StartAsync();
        await server.RunAsync();

        await server.DoneAsync("set-lifecycle-action", "web", "poweroff", "restart", "--live");
        await server.DoneAsync("set-lifecycle-action", "web", "reboot", "destroy", "--config");
        await server.DoneAsync("set-lifecycle-action", "web", "crash", "preserve", "--live", "--config");
        Assert.Contains("not done", await server.RefusedAsync("set-lifecycle-action", "web", "crash", "coredump-restart"), StringComparison.Ordinal);

        var vm = server.Engine.Vms.Get("web");
        Assert.Equal((LifecycleAction.Restart, LifecycleAction.Restart, LifecycleAction.Preserve), PoliciesOf(vm.Runtime!.Definition));
        Assert.Equal((LifecycleAction.Destroy, LifecycleAction.Destroy, LifecycleAction.Preserve), PoliciesOf(vm.Definition));
        Assert.Empty(server.Logs.Complaints);
    }

    [Fact]
    public async Task Disks_have_no_jobs_and_what_would_begin_one_is_refused_by_name()
    {
        await using var server = await TestServer.StartAsync();
        await server.RunAsync();

        Assert.Contains("disk 'vda' not found", await server.RefusedAsync("blockjob", "web", "vda"), StringComparison.Ordinal);
        Assert.Contains("virDomainBlockRebase", await server.RefusedAsync("blockpull", "web", "vda", "--base", "x"), StringComparison.Ordinal);
    }

    private static (LifecycleAction PowerOff, LifecycleAction Reboot, LifecycleAction Crash) PoliciesOf(VmDefinition definition) =>
        (definition.OnPowerOff, definition.OnReboot, definition.OnCrash);
}
