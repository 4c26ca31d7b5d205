using Lodge.Engine.Ports;
using Lodge.Linux.Files;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Host.Assignment;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lodge.Qemu.Tests.Host.Assignment;

/// <summary>PCI devices go from the host to a VM and back.</summary>
public sealed class DeviceLenderTests : IDisposable
{
    private const string Card = "0000:01:00.0";
    private const string Sibling = "0000:01:00.1";
    private const string Spare = "0000:02:00.0";

    private readonly FakeKernel _kernel = new FakeKernel()
        .Add("0000:00:01.0", "7", "pcieport", "0x060400")
        .Add(Card, "7", "nvidia")
        .Add(Sibling, "7", "snd_hda_intel")
        .Add(Spare, "9", null);

    private DeviceLender Lender => new(_kernel, NullLogger<DeviceLender>.Instance);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _kernel.Dispose();

    [Fact]
    public async Task Functions_go_to_vfio_with_their_group_and_back_to_where_they_were()
    {
        var loans = Lender.Plan(Vm(Card, Sibling, Spare));
        Assert.Equal(
            [
                new HostLoan(Card, "nvidia"), new HostLoan(Sibling, "snd_hda_intel"), new HostLoan(Spare, null),
                new HostLoan(null, null, "/dev/vfio/7"), new HostLoan(null, null, "/dev/vfio/9"),
            ],
            loans);

        await Lender.TakeAsync(Functions(loans), 1234, Token);
        Assert.All([Card, Sibling, Spare], address => Assert.Equal(("vfio-pci", "vfio-pci"), (_kernel.DriverOf(address), _kernel.OverrideOf(address))));

        // A second VM that names them finds them with VFIO, and takes nothing that it would have to give back.
        Assert.All(Lender.Plan(Vm(Card, Sibling)), loan => Assert.Null(loan.Pci));

        Lender.GiveBack(loans);
        Lender.GiveBack(loans);
        Assert.Equal(("nvidia", "snd_hda_intel", null), (_kernel.DriverOf(Card), _kernel.DriverOf(Sibling), _kernel.DriverOf(Spare)));
        Assert.All([Card, Sibling, Spare], address => Assert.Equal("", _kernel.OverrideOf(address)));
    }

    [Fact]
    public async Task Node_of_a_group_belongs_to_the_vms_user_as_long_as_it_runs()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root may give files away");
        var node = _kernel.At("7");
        HostLoan[] loans = [new(null, null, node)];
        var taking = Lender.TakeAsync(loans, 4321, Token);
        await File.WriteAllTextAsync(node, "", Token);
        await taking;
        Assert.Equal((4321u, 0u), (FileIdentity.Of(node).Uid, FileIdentity.Of(node).Gid));
        Lender.GiveBack(loans);
        Assert.Equal(0u, FileIdentity.Of(node).Uid);
    }

    [Fact]
    public async Task Function_that_vfio_does_not_take_is_told_and_goes_back()
    {
        _kernel.Stubborn.Add("vfio-pci");
        var loans = Functions(Lender.Plan(Vm(Card, Sibling)));
        var error = (await Assert.ThrowsAsync<LodgeException>(() => Lender.TakeAsync(loans, null, Token))).Error;
        Assert.Equal(ErrorCode.HypervisorFailed, error.Code);
        Lender.GiveBack(loans);
        Assert.Equal(("nvidia", "snd_hda_intel"), (_kernel.DriverOf(Card), _kernel.DriverOf(Sibling)));
    }

    [Fact]
    public void Devices_that_cannot_be_had_without_harm_are_refused_and_nothing_is_touched()
    {
        Refused(Vm(Card), ErrorCode.InvalidState, "IOMMU group 7 also holds 0000:01:00.1 with the host's driver snd_hda_intel.");
        _kernel.Add("0000:02:00.1", "9", null);
        Refused(Vm(Spare), ErrorCode.InvalidState, "also holds 0000:02:00.1 with no driver.");
        Refused(Vm("0000:00:01.0"), ErrorCode.Unsupported, "is a bridge");
        Refused(Vm(Card, Sibling) with { HostDevices = [Pci(Card) with { Managed = false }, Pci(Sibling)] }, ErrorCode.InvalidState, "the host's driver nvidia");
        _kernel.UnloadDriver("vfio-pci");
        Refused(Vm(Card, Sibling), ErrorCode.Unsupported, "vfio-pci is not loaded");
        Assert.Equal("nvidia", _kernel.DriverOf(Card));
    }

    private static HostLoan[] Functions(IReadOnlyList<HostLoan> loans) => [.. loans.Where(loan => loan.Pci is not null)];

    private static VmDefinition Vm(params string[] addresses) => new() { Name = "vm", HostDevices = [.. addresses.Select(Pci)] };

    private static HostDeviceDefinition Pci(string address) => new() { Source = new PciHostDevice { Host = address } };

    private void Refused(VmDefinition definition, ErrorCode code, string words)
    {
        var error = Assert.Throws<LodgeException>(() => Lender.Plan(definition)).Error;
        Assert.Equal(code, error.Code);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Remedy);
    }
}
