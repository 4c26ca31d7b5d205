using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Tests.Support;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;
using Lodge.TestSupport.Libvirt;

namespace Lodge.Libvirt.Tests.Handlers.Domains.Compute;

public sealed class ComputeVirshTests
{
    private const int Live = 1;
    private const int Config = 2;

    private const string Xml =
        "<domain type='qemu'><name>web</name><memory unit='MiB'>256</memory><vcpu current='2'>4</vcpu><iothreads>1</iothreads>"
        + "<os><type arch='x86_64' machine='q35'>hvm</type></os><devices><memballoon model='virtio'/>"
        + "<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel></devices></domain>";

    [Fact]
    public async Task Processors_are_counted_and_changed_on_the_sides_that_virsh_names()
    {
        await using var session = await VirshSession.DefineAsync(Xml);
        await session.RunAsync("start web");

        await session.ExpectAsync("3", "setvcpus web 3 --live; vcpucount web --live --active");
        await session.ExpectAsync("2", "vcpucount web --config --active");
        await session.RunAsync("setvcpu web 3 --enable --live; setvcpu web 1-2 --disable --live");
        Assert.Equal([0, 3], VcpuPresence.Of(Running(session).Cpu));
        await session.RunAsync("setvcpus web 4 --config; setvcpus web 6 --config --maximum");
        Assert.Equal((6, 4), (Defined(session).Cpu.Count, Defined(session).Cpu.Current));
        await session.RefuseAsync("requested vcpus is greater than max", "setvcpus web 5 --live");
        await session.RefuseAsync("maximum vcpu count of a live domain can't be modified", "setvcpus web 5 --config --live --maximum");
        await session.RefuseAsync("Guest agent is not responding", "guestvcpus web");
        session.Server.World.Processes[Defined(session).Id].Agent.IsRunning = true;
        await session.ExpectAsync("online         : 0-1", "guestvcpus web");
        await session.ExpectAsync("2", "vcpucount web --guest; setvcpus web 1 --guest");
    }

    [Fact]
    public async Task Threads_are_pinned_where_virsh_says()
    {
        await using var session = await VirshSession.DefineAsync(Xml);
        await session.RunAsync("start web");

        var (client, vm) = (await session.Server.OpenAsync(), session.Server.Engine.Vms.Get("web"));
        byte[] second = [2, 0, 0, 0];
        await CallAsync(RemoteProcedure.DomainPinVcpuFlags, vm.Arguments().Number(0).Number(1).Raw(second).Number(Live));
        await CallAsync(RemoteProcedure.DomainPinEmulator, vm.Arguments().Number(1).Raw(second).Number(Config));
        await CallAsync(RemoteProcedure.DomainPinIothread, vm.Arguments().Number(1).Number(1).Raw(second).Number(Live));
        var maps = await CallAsync(RemoteProcedure.DomainGetVcpuPinInfo, vm.Arguments().Number(9).Number(1).Number(Live));
        Assert.Equal([0, 0, 0, 4, 2, 3, 3, 3, 0, 0, 0, 4], maps);
        Assert.Equal([0, 0, 0, 1, 3, 0, 0, 0, 0, 0, 0, 1], await CallAsync(RemoteProcedure.DomainGetEmulatorPinInfo, vm.Arguments().Number(1).Number(Live)));
        Assert.Equal([0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 1], await CallAsync(RemoteProcedure.DomainGetIothreadInfo, vm.Arguments().Number(Live)));
        await session.ExpectAsync(" 0      1\n 1      0-1", "vcpupin web --live");
        await session.ExpectAsync("*: 1", "emulatorpin web --config");
        await session.ExpectAsync(" 1             1", "iothreadinfo web --live");
        await session.RunAsync("vcpupin web 1 0-1 --config; emulatorpin web 0-1 --live; iothreadpin web 1 0 --live");
        Assert.Equal(("0-1", "0-1", "0"), (Defined(session).Tuning!.Cpu!.VcpuPins![0].CpuSet, Running(session).Tuning!.Cpu!.EmulatorPin, Running(session).Tuning!.Cpu!.IoThreadPins![0].CpuSet));
        await session.RunAsync("iothreadadd web 3 --config; iothreadset web 1 --poll-max-ns 5000 --live");
        await session.RunAsync("iothreaddel web 1 --config");

        Assert.Equal("1", Assert.Single(Running(session).Tuning!.Cpu!.VcpuPins!).CpuSet);
        Assert.Equal("1", Defined(session).Tuning!.Cpu!.EmulatorPin);
        Assert.Equal(5000, Assert.Single(Running(session).Tuning!.IoThreads!).PollMax);
        Assert.Equal(3, Assert.Single(Defined(session).Tuning!.IoThreads!).Id);
        await session.RefuseAsync("cannot find IOThread '7'", "iothreaddel web 7 --config");
        await session.RefuseAsync("cannot be changed so while it runs", "iothreadadd web 5 --live");
        client.Dispose();

        async Task<byte[]> CallAsync(RemoteProcedure procedure, RpcArguments arguments)
        {
            var reply = await client.CallAsync((int)procedure, arguments.ToArray());
            Assert.Equal("", reply.ErrorMessage);
            return reply.Payload;
        }
    }

    [Fact]
    public async Task Memory_is_changed_on_the_sides_that_virsh_names()
    {
        await using var session = await VirshSession.DefineAsync(Xml);
        await session.RunAsync("start web; setmem web 128M --live; dommemstat web --period 7 --live");

        Assert.Equal(128 << 20, Running(session).Memory.Current?.Bytes);
        Assert.Equal(7, Running(session).Balloon?.StatisticsPeriod);
        Assert.Null(Defined(session).Memory.Current);
        await session.ExpectAsync("131072", "dominfo web");
        await session.RunAsync("setmaxmem web 512M --config; setmem web 384M --config");
        Assert.Equal((512 << 20, 384 << 20), (Defined(session).Memory.Size.Bytes, Defined(session).Memory.Current?.Bytes));
        await session.RefuseAsync("cannot set memory higher than max memory", "setmem web 1G --live");
        await session.RefuseAsync("cannot resize the maximum memory on an active domain", "setmaxmem web 1G --live");
    }

    private static VmDefinition Running(VirshSession session) => session.Server.Engine.Vms.Get("web").Runtime!.Definition;

    private static VmDefinition Defined(VirshSession session) => session.Server.Engine.Vms.Get("web").Definition;
}
