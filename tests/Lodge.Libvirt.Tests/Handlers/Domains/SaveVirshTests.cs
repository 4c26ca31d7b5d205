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
        Assert.Empty(server.Logs.Complaints);
    }

    [Fact]
    public async Task Saved_domain_takes_other_xml_as_long_as_its_guest_does_not_notice()
    {
        const string File = "/tmp/lodge-web3.save";
        await using var server = await TestServer.StartAsync();
        await server.RunAsync();
        await server.DoneAsync("save", "web", File);
        var saved = await server.DoneAsync("save-image-dumpxml", File);
        using var titled = new TemporaryFile(saved.Replace("</name>", "</name><title>told</title>", StringComparison.Ordinal));
        using var smaller = new TemporaryFile(saved.Replace("524288", "262144", StringComparison.Ordinal));

        await server.DoneAsync("save-image-define", File, titled.Path, "--paused");
        Assert.Contains("<title>told</title>", await server.DoneAsync("save-image-dumpxml", File), StringComparison.Ordinal);
        Assert.Contains("memory.size", await server.RefusedAsync("save-image-define", File, smaller.Path), StringComparison.Ordinal);
        Assert.Contains("would notice", await server.RefusedAsync("restore", File, "--xml", smaller.Path), StringComparison.Ordinal);
        await server.DoneAsync("restore", File);
        Assert.Equal(("told", VmState.Paused), (server.Engine.Vms.Get("web").Runtime!.Definition.Title, server.Engine.Vms.Get("web").Status.State));

        Assert.Contains("would notice", await server.RefusedAsync("save", "web", File + "2", "--xml", smaller.Path), StringComparison.Ordinal);
        Assert.Equal(VmState.Paused, server.Engine.Vms.Get("web").Status.State);
        await server.DoneAsync("managedsave", "web", "--running");
        Assert.Contains("would notice", await server.RefusedAsync("managedsave-define", "web", smaller.Path), StringComparison.Ordinal);
        using var retitled = new TemporaryFile(saved.Replace("</name>", "</name><title>again</title>", StringComparison.Ordinal));
        await server.DoneAsync("managedsave-define", "web", retitled.Path, "--running");
        await server.DoneAsync("start", "web");
        Assert.Equal("again", server.Engine.Vms.Get("web").Runtime!.Definition.Title);
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
    public async Task Disks_that_are_not_there_have_no_jobs()
    {
        await using var server = await TestServer.StartAsync();
        await server.RunAsync();

        Assert.Contains("disk 'vda' not found", await server.RefusedAsync("blockjob", "web", "vda"), StringComparison.Ordinal);
        Assert.Contains("disk 'vda' not found", await server.RefusedAsync("blockpull", "web", "vda", "--base", "x"), StringComparison.Ordinal);
    }

    private static (LifecycleAction PowerOff, LifecycleAction Reboot, LifecycleAction Crash) PoliciesOf(VmDefinition definition) =>
        (definition.OnPowerOff, definition.OnReboot, definition.OnCrash);
}
