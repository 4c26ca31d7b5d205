using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Validation;

namespace Lodge.Model.Tests.Vms;

public sealed class VmValidatorTests
{
    private static readonly VmDefinition Sound = new() { Name = "web1" };

    [Fact]
    public void Sound_definition_has_no_flaw() => Assert.Empty(VmValidator.Check(Sound));

    [Fact]
    public void All_flaws_are_reported_at_once()
    {
        var definition = Sound with { Cpu = new CpuDefinition { Count = 0 }, Memory = new MemoryDefinition { Size = default } };
        var error = Assert.Throws<LodgeException>(() => VmValidator.ThrowIfFlawed(definition)).Error;
        Assert.Equal(ErrorCode.InvalidArgument, error.Code);
        Assert.Contains("cpu.count must be 1 to 4096, and is 0", error.Message, StringComparison.Ordinal);
        Assert.Contains("memory.size", error.Message, StringComparison.Ordinal);
    }
}
