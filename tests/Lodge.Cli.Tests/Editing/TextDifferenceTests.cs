using Lodge.Cli.Editing;
using Lodge.Cli.Rendering;

namespace Lodge.Cli.Tests.Editing;

public sealed class TextDifferenceTests
{
    [Fact]
    public void Changed_lines_are_shown_with_their_neighbours() => Assert.Equal(
        """
          1
          2
        - 3
        + three
          4
          5
          …
          8
          9
        + 10

        """.ReplaceLineEndings("\n"),
        TextDifference.Render("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\nthree\n4\n5\n6\n7\n8\n9\n10\n", new Style(false)));

    [Fact]
    public void Equal_texts_differ_in_nothing() => Assert.Equal("", TextDifference.Render("a\nb", "a\r\nb\n", new Style(false)));
}
