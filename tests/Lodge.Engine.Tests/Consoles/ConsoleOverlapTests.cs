using System.Text;
using Lodge.Engine.Consoles;

namespace Lodge.Engine.Tests.Consoles;

public class ConsoleOverlapTests
{
    [Theory]
    [InlineData("tick 7\ntick 8\n", "tick 8\ntick 9\n", "tick 9\n")]
    [InlineData("tick 7\ntick", "tick 8\n", " 8\n")]
    [InlineData("tick 7\n", "tick 8\n", "tick 8\n")]
    [InlineData("ab ab", "ab ab ab", " ab")]
    [InlineData("all of it", "of it", "")]
    [InlineData("", "boot\n", "boot\n")]
    [InlineData("boot\n", "", "")]
    public void What_the_past_ends_with_is_left_out_of_what_comes(string past, string fresh, string remaining) =>
        Assert.Equal(remaining, fresh[ConsoleOverlap.Length(Encoding.UTF8.GetBytes(past), Encoding.UTF8.GetBytes(fresh))..]);
}
