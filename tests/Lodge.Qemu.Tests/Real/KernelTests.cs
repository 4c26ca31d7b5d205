using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;
using Lodge.Qemu.Tests.Support;
using Lodge.TestSupport.Guests;

namespace Lodge.Qemu.Tests.Real;

/// <summary>Kernels booted directly, on each board.</summary>
public class KernelTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(MachineType.Q35, true)]
    [InlineData(MachineType.Pc, false)]
    [InlineData(MachineType.Microvm, true)]
    [InlineData(MachineType.Microvm, false)]
    public async Task Kernel_boots_whether_or_not_the_VMs_user_may_read_its_file(MachineType machine, bool readableForAll)
    {
        await using var host = RealHost.Create();
        await BootAsync(host, host.Guest() with { Machine = new() { Type = machine }, Boot = Boot(host, readableForAll) });
    }

    [Theory]
    [InlineData(MachineType.Q35, 24)]
    [InlineData(MachineType.Pc, 21)]
    [InlineData(MachineType.Microvm, 16)]
    public async Task Board_takes_as_many_devices_as_it_may_have(MachineType machine, int disks)
    {
        await using var host = RealHost.Create();
        await BootAsync(host, host.Guest() with
        {
            Machine = new() { Type = machine },
            Boot = Boot(host, readableForAll: true),
            Nics = [.. Enumerable.Range(0, 8).Select(i => new NicDefinition { Mac = $"52:54:00:00:00:{i:x2}" })],
            Disks = [.. Enumerable.Range(0, disks).Select(i => host.Guest($"disk{i}").Disks[0] with { Name = $"disk{i}" })],
        });
    }

    private static async Task BootAsync(RealHost host, VmDefinition definition)
    {
        await host.Hypervisor.CheckAsync(definition, Token);
        await using var vm = await host.LaunchAsync(definition);
        using var serial = await Serial.ConnectAsync(vm);
        await vm.ResumeAsync(Token);
        await serial.ExpectAsync(TinyKernel.Greeting);
        await vm.QuitAsync(Token);
    }

    private static BootDefinition Boot(RealHost host, bool readableForAll)
    {
        var kernel = Path.Combine(host.Root, "kernel");
        TinyKernel.Write(kernel);
        File.SetUnixFileMode(kernel, readableForAll ? OwnerOnly | UnixFileMode.OtherRead : OwnerOnly);
        return new BootDefinition { Kernel = kernel, CommandLine = "console=ttyS0" };
    }
}
