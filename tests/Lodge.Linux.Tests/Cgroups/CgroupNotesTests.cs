using Lodge.Linux.Cgroups;

namespace Lodge.Linux.Tests.Cgroups;

public sealed class CgroupNotesTests
{
    [Fact]
    public void Hierarchies_that_cannot_be_written_are_one_note_and_the_rest_goes_on()
    {
        var tree = CgroupTree.Prepare(
            new CgroupLayout(
                CgroupKind.V1,
                [new CgroupHierarchy(1, "/no/memory", ["memory"]), new CgroupHierarchy(1, "/no/pids", ["pids"])], []),
            "x");

        Assert.Empty(tree.Hierarchies);
        Assert.StartsWith("cgroups: memory, pids not available because mkdir '/no/memory/lodge'", Assert.Single(tree.Notes),
            StringComparison.Ordinal);
        Assert.Empty(tree.Create("vm").ProcsFiles);
        Assert.Empty(tree.List());
        Assert.Equal(new CgroupUsage(null, null), tree.Create("vm").ReadUsage());
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a b")]
    public void A_name_that_is_no_group_name_is_refused(string name)
    {
        var none = new CgroupLayout(CgroupKind.None, [], []);
        Assert.Throws<ArgumentException>(() => CgroupTree.Prepare(none, name));
        Assert.Throws<ArgumentException>(() => CgroupTree.Prepare(none, "x").Create(name));
    }
}
