using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.TestSupport.Engine;
using Lodge.TestSupport.Libvirt;

namespace Lodge.Libvirt.Tests.Support;

/// <summary>VMs to call about.</summary>
internal static class Domains
{
    /// <summary>A VM that runs, with two serial ports and a channel besides the agent's.</summary>
    public static async Task<(Vm Vm, FakeQemu Qemu)> RunAsync(this TestServer server, string name = "web")
    {
        var definition = new VmDefinition
        {
            Name = name,
            Accel = Accelerator.Tcg,
            Serials = [new(), new()],
            Channels = [new() { Name = ChannelDefinition.GuestAgent }, new() { Name = "org.example.chat" }],
            Graphics = [new()],
        };
        var vm = await server.Engine.Lifecycle.LaunchAsync(definition, transient: false, paused: false, CancellationToken.None);
        return (vm, server.World.Processes[vm.Id]);
    }

    /// <summary>Begins arguments with a VM's handle.</summary>
    public static RpcArguments Arguments(this Vm vm) => new RpcArguments().Domain(vm.Name, vm.Id, 1);

    /// <summary>Runs virsh, which must succeed, and answers what it printed.</summary>
    public static async Task<string> DoneAsync(this TestServer server, params string[] command)
    {
        var (status, output) = await VirshRun.RunAsync(server, command);
        Assert.True(status == 0, $"{string.Join(' ', command)}: {output}");
        return output.Trim();
    }

    /// <summary>Runs virsh, which must fail, and answers what it printed.</summary>
    public static async Task<string> RefusedAsync(this TestServer server, params string[] command)
    {
        var (status, output) = await VirshRun.RunAsync(server, command);
        Assert.True(status == 1, $"{string.Join(' ', command)}: {output}");
        return output.Trim();
    }
}
