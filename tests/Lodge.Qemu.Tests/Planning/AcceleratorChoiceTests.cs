using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Model.Vms;
using Lodge.Qemu.Planning;

namespace Lodge.Qemu.Tests.Planning;

public class AcceleratorChoiceTests
{
    private static readonly KvmReport Good = new() { Usable = true, DevicePresent = true };

    private static readonly KvmReport Bad = new()
    {
        Usable = false, DevicePresent = true, Reasons = ["The guest loop ran at 1.5 million instructions a second."], Remedy = "Use a host with VT-x.",
    };

    [Theory]
    [InlineData(Accelerator.Auto, Accelerator.Auto, true, Accelerator.Kvm)]
    [InlineData(Accelerator.Auto, Accelerator.Auto, false, Accelerator.Tcg)]
    [InlineData(Accelerator.Auto, Accelerator.Tcg, true, Accelerator.Tcg)]
    [InlineData(Accelerator.Kvm, Accelerator.Tcg, true, Accelerator.Kvm)]
    [InlineData(Accelerator.Tcg, Accelerator.Kvm, true, Accelerator.Tcg)]
    public void VM_counts_before_configuration_and_the_host_before_auto(Accelerator vm, Accelerator host, bool usable, Accelerator expected)
    {
        var choice = AcceleratorChoice.Decide(vm, new AcceleratorPolicy(host), usable ? Good : Bad, qemuHasKvm: true);
        Assert.Equal(expected, choice.Kind);
        Assert.EndsWith(".", choice.Reason);
    }

    [Fact]
    public void Auto_on_a_host_without_KVM_says_why_it_is_TCG()
    {
        var choice = AcceleratorChoice.Decide(Accelerator.Auto, new AcceleratorPolicy(), Bad, qemuHasKvm: true);
        Assert.Equal("TCG, because KVM is not usable on this host: the guest loop ran at 1.5 million instructions a second.", choice.Reason);
    }

    [Fact]
    public void KVM_demanded_on_a_host_without_is_refused_with_reason_and_remedy()
    {
        var error = Assert.Throws<LodgeException>(
            () => AcceleratorChoice.Decide(Accelerator.Kvm, new AcceleratorPolicy(), Bad, qemuHasKvm: true)).Error;
        Assert.Equal(ErrorCode.KvmUnusable, error.Code);
        Assert.Contains("1.5 million", error.Message);
        Assert.Contains("VT-x", error.Remedy);
    }

    [Fact]
    public void KVM_demanded_with_fallback_allowed_is_TCG()
    {
        var choice = AcceleratorChoice.Decide(Accelerator.Kvm, new AcceleratorPolicy(AllowFallback: true), Bad, qemuHasKvm: true);
        Assert.Equal(Accelerator.Tcg, choice.Kind);
        Assert.Contains("as the configuration allows", choice.Reason);
    }

    [Fact]
    public void QEMU_without_KVM_counts_as_a_host_without()
    {
        Assert.Contains("built without KVM", AcceleratorChoice.Decide(Accelerator.Auto, new AcceleratorPolicy(), Good, qemuHasKvm: false).Reason);
    }
}
