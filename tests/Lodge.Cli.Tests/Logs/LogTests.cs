using System.Text;
using Lodge.Cli.Logs;

namespace Lodge.Cli.Tests.Logs;

public sealed class LogTests
{
    [Theory]
    [InlineData("a\nb\nc\n", 2, "b\nc\n")]
    [InlineData("a\nb\nc", 2, "b\nc")]
    [InlineData("a\nb\nc\n", 3, "a\nb\nc\n")]
    [InlineData("a\nb\n", 0, "")]
    [InlineData("\n\n\n", 1, "\n")]
    public void Tail_begins_at_a_line(string log, int lines, string tail) =>
        Assert.Equal(tail, log[LineTail.Start(Encoding.ASCII.GetBytes(log), lines)!.Value..]);

    [Fact]
    public void Tail_of_more_lines_than_there_are_is_unknown() => Assert.Null(LineTail.Start("a\nb\n"u8, 3));

    [Theory]
    [InlineData("", "boot", "boot")]
    [InlineData("one\ntwo\n", "one\ntwo\nthree\n", "three\n")]
    [InlineData("zero\none\ntwo\n", "xx zero\none\ntwo\n", "")]
    public void Stream_goes_on_where_the_log_ends(string log, string stream, string rest)
    {
        foreach (var size in new[] { 1, 3, 100 })
        {
            var overlap = new LogOverlap(Encoding.ASCII.GetBytes(log));
            var printed = string.Concat(Encoding.ASCII.GetBytes(stream).Chunk(size).Select(piece => Encoding.ASCII.GetString(overlap.Next(piece).Span)));
            Assert.Equal(rest, printed);
        }
    }

    [Fact]
    public void Stream_that_never_meets_the_log_is_given_whole()
    {
        var overlap = new LogOverlap("log"u8);
        Assert.True(overlap.Next("something"u8.ToArray()).IsEmpty);
        Assert.Equal("something", Encoding.ASCII.GetString(overlap.GiveUp().Span));
        Assert.False(overlap.IsSearching);
    }
}
