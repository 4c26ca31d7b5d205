using Lodge.Cli.Parsing;

namespace Lodge.Cli.Tests.Parsing;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("90s", 90)]
    [InlineData("5m", 300)]
    [InlineData("1h", 3600)]
    [InlineData("1h30m", 5400)]
    [InlineData("250ms", 0.25)]
    [InlineData("1.5m", 90)]
    [InlineData("45", 45)]
    [InlineData("0s", 0)]
    [InlineData("2d", 172800)]
    public void Duration_reads_as_seconds(string text, double seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), Durations.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("-5s")]
    [InlineData("5x")]
    [InlineData("1h30")]
    [InlineData("5 s")]
    [InlineData("1.2.3s")]
    [InlineData("99999999999999d")]
    [InlineData("366d")]
    public void Anything_else_is_no_duration(string text) => Assert.Null(Durations.Parse(text));
}
