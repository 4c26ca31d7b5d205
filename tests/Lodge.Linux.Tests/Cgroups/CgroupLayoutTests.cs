using Lodge.Linux.Cgroups;
using Lodge.Linux.Tests.Support;

namespace Lodge.Linux.Tests.Cgroups;

public sealed class CgroupLayoutTests
{
    [Theory]
    [InlineData("v2-systemd", "cpuset cpu io memory hugetlb pids rdma misc\n")]
    [InlineData("v2-moved", "cpuset cpu io memory hugetlb pids rdma misc\n")]
    [InlineData("v1", "")]
    [InlineData("hybrid", "\n")]
    [InlineData("container", "")]
    [InlineData("none", "")]
    public void A_host_s_tables_give_its_layout(string name, string unifiedControllers)
    {
        var layout = CgroupLayoutParser.Parse(
            Golden.Read($"Layouts/{name}.mountinfo"), Golden.Read($"Layouts/{name}.cgroup"), _ => unifiedControllers);

        var lines = layout.Hierarchies
            .Select(hierarchy => $"v{hierarchy.Version} {hierarchy.BaseFolder} [{string.Join(' ', hierarchy.Controllers)}]")
            .Prepend(layout.Kind.ToString())
            .Concat(layout.Notes);
        Golden.Compare($"Layouts/{name}.expected", string.Join('\n', lines) + "\n");
    }
}
