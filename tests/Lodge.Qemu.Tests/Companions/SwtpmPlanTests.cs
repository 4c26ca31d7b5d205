using Lodge.Qemu.Companions.Tpm;
using Lodge.Qemu.Tests.Planning;
using Lodge.Qemu.Tests.Support;

namespace Lodge.Qemu.Tests.Companions;

public class SwtpmPlanTests
{
    [Theory]
    [InlineData("swtpm.plan", 64001)]
    [InlineData("swtpm-unprivileged.plan", null)]
    public void Plan_is_as_written(string name, int? uid) =>
        Golden.Compare(name, DescribeCompanion.Of(SwtpmPlan.Of("/usr/bin/swtpm", PlanCases.Paths), uid));
}
