using Lodge.Model.Text;

namespace Lodge.Model.Tests.Text;

public sealed class SuggestionTests
{
    private static readonly string[] Known = ["start", "stop", "restore", "memory", "web1", "web2"];

    [Theory]
    [InlineData("strat", "start")]
    [InlineData("memroy", "memory")]
    [InlineData("WEB2", "web2")]
    [InlineData("restor", "restore")]
    [InlineData("frobnicate", null)]
    [InlineData("x", null)]
    public void Nearest_known_word_is_suggested(string typed, string? expected) => Assert.Equal(expected, Suggestion.For(typed, Known));
}
