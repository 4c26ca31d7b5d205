using Lodge.Linux.Files;
using Lodge.Linux.Launch;
using Lodge.Linux.Security;
using Lodge.Linux.Tests.Support;

namespace Lodge.Linux.Tests.Launch;

public sealed class LaunchPlanValidatorTests
{
    private static readonly LaunchSurroundings s_root = new(
        IsRoot: true,
        KindOf: number => number switch { 3 => FileKind.Regular, 4 => FileKind.Socket, _ => null },
        Exists: path => !path.StartsWith("/missing", StringComparison.Ordinal));

    private static readonly LaunchPlan s_sound =
        Shim.Plan("/vm", "true") with { Identity = new LaunchIdentity(1000, 1000, [108]) };

    [Fact]
    public void A_sound_plan_has_no_faults()
    {
        var plan = s_sound with
        {
            Descriptors = [new ExpectedDescriptor(3, DescriptorKind.File), new ExpectedDescriptor(4, DescriptorKind.Socket)],
        };
        Assert.Empty(LaunchPlanValidator.Validate(plan, s_root));
        Assert.Empty(LaunchPlanValidator.Validate(plan with { Identity = null }, s_root with { IsRoot = false }));
    }

    [Fact]
    public void Another_version_is_the_only_fault_that_is_told()
    {
        var faults = LaunchPlanValidator.Validate(s_sound with { Version = 1, Executable = "relative" }, s_root);
        Assert.Contains("version 1", Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var plan = s_sound with
        {
            Executable = "qemu",
            WorkingDirectory = "vm",
            CgroupProcsFiles = ["cgroup.procs"],
            Arguments = ["a\0b"],
            Identity = new LaunchIdentity(0, 0, []),
            NoNewPrivileges = false,
            Umask = 0x200,
            OomScoreAdjustment = 1001,
            Landlock = new LandlockPlan(LandlockMode.Required, [new LandlockRule("tmp", LandlockAccess.ReadOnly)], false),
        };
        Assert.Equal(10, LaunchPlanValidator.Validate(plan, s_root).Count);
    }

    [Fact]
    public void A_rule_for_a_place_that_is_not_there_is_a_fault_unless_optional()
    {
        var rule = new LandlockRule("/missing/disk", LandlockAccess.ReadWrite);
        var plan = s_sound with { Landlock = s_sound.Landlock with { Rules = [rule] } };
        Assert.Equal(["'/missing/disk' of a Landlock rule does not exist."], LaunchPlanValidator.Validate(plan, s_root));

        plan = s_sound with { Landlock = s_sound.Landlock with { Rules = [rule with { Optional = true }] } };
        Assert.Empty(LaunchPlanValidator.Validate(plan, s_root));
    }

    [Theory]
    [InlineData(3, DescriptorKind.Socket, "Descriptor 3 shall be of kind Socket and is of kind Regular.")]
    [InlineData(5, DescriptorKind.File, "Descriptor 5 is not open.")]
    [InlineData(2, DescriptorKind.File, "Descriptor 2 is not between 3 and 253.")]
    [InlineData(254, DescriptorKind.File, "Descriptor 254 is not between 3 and 253.")]
    [InlineData(4, DescriptorKind.Socket, "Descriptor 4 is listed twice.")]
    public void A_descriptor_that_is_not_as_listed_is_a_fault(int number, DescriptorKind kind, string fault)
    {
        var plan = s_sound with
        {
            Descriptors = [new ExpectedDescriptor(4, DescriptorKind.Socket), new ExpectedDescriptor(number, kind)],
        };
        Assert.Equal([fault], LaunchPlanValidator.Validate(plan, s_root));
    }

    [Theory]
    [InlineData(0, 1000, 108)]
    [InlineData(1000, 0, 108)]
    [InlineData(1000, 1000, 0)]
    public void Root_in_any_part_of_the_identity_is_a_fault(uint uid, uint gid, uint supplementary)
    {
        var plan = s_sound with { Identity = new LaunchIdentity(uid, gid, [supplementary]) };
        Assert.Single(LaunchPlanValidator.Validate(plan, s_root));
    }

    [Fact]
    public void Root_that_keeps_capabilities_is_sound_and_anybody_else_who_does_is_not()
    {
        var helper = s_sound with { Identity = null, KeptCapabilities = [Capability.ChangeOwner] };
        Assert.Empty(LaunchPlanValidator.Validate(helper, s_root));
        Assert.Single(LaunchPlanValidator.Validate(helper, s_root with { IsRoot = false }));
        Assert.Single(LaunchPlanValidator.Validate(s_sound with { KeptCapabilities = [] }, s_root));
        Assert.Single(LaunchPlanValidator.Validate(s_sound with { Identity = null }, s_root));
    }
}
