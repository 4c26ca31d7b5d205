using Lodge.Model.Primitives;

namespace Lodge.Model.Tests.Primitives;

public sealed class CpuSetTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("0-3,^2,8", "0-1,3,8")]
    [InlineData(" 4 - 5 , 1,0 ", "0-1,4-5")]
    [InlineData("^2,1-3", "1-3")]
    [InlineData("3,3,2-3,^9", "2-3")]
    [InlineData("8191", "8191")]
    public void List_is_read_and_written_in_its_shortest_form(string text, string written)
    {
        Assert.True(CpuSet.TryParse(text, out var set));
        Assert.Equal(written, set.ToString());
        Assert.True(CpuSet.TryParse(written, out var again));
        Assert.Equal(set, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("all")]
    [InlineData("3-1")]
    [InlineData("0-3,^0-3")]
    [InlineData("1,^1")]
    [InlineData("-1")]
    [InlineData("0-99999")]
    public void Text_that_names_no_processors_is_refused(string text) => Assert.False(CpuSet.TryParse(text, out _));

    [Fact]
    public void Long_list_of_large_ranges_is_read_soon()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.True(CpuSet.TryParse(string.Concat(Enumerable.Repeat("0-8191,", 200_000)) + "^1", out var set));
        Assert.Equal("0,2-8191", set.ToString());
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 10);
    }

    [Fact]
    public void Sets_are_joined_and_taken_from_each_other()
    {
        var (left, right) = (CpuSet.Of(0, 1, 2), CpuSet.Of(2, 3));
        Assert.Equal("0-3 0-1 2", $"{left.Union(right)} {left.Except(right)} {left.Intersect(right)}");
    }
}
