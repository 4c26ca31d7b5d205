using Lodge.Storage.Images.Tiny;

namespace Lodge.Storage.Tests.Images.Tiny;

public sealed class ModuleLoadOrderTests
{
    [Fact]
    public void Each_module_comes_once_and_after_those_it_depends_on()
    {
        var order = Order(["net", "blk"], ("net", "failover ring"), ("blk", "ring"), ("ring", ""), ("failover", "core"), ("core", ""));

        Assert.Equal("core failover ring net blk", order);
    }

    [Fact]
    public void Dependency_that_is_nowhere_is_named()
    {
        var failure = Assert.Throws<InvalidDataException>(() => Order(["net"], ("net", "ring")));

        Assert.Contains("ring", failure.Message);
    }

    [Fact]
    public void Modules_that_depend_on_each_other_are_refused() =>
        Assert.Throws<InvalidDataException>(() => Order(["a"], ("a", "b"), ("b", "a")));

    private static string Order(string[] wanted, params (string Name, string Depends)[] modules) =>
        string.Join(' ', ModuleLoadOrder.Of(wanted, modules.ToDictionary(
            module => module.Name,
            module => (IReadOnlyList<string>)module.Depends.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
}
