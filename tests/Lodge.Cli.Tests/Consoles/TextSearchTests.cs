using System.Text;
using Lodge.Cli.Consoles;

namespace Lodge.Cli.Tests.Consoles;

public sealed class TextSearchTests
{
    [Theory]
    [InlineData("login:", true)]
    [InlineData("web1 lög", true)]
    [InlineData("logout", false)]
    [InlineData("", true)]
    public void Text_is_found_whatever_pieces_it_comes_in(string text, bool found)
    {
        var stream = Encoding.UTF8.GetBytes("Debian 12\r\nweb1 lögin: login:");
        for (var size = 1; size < stream.Length; size++)
        {
            var search = new TextSearch(text);
            foreach (var piece in stream.Chunk(size))
            {
                search.Add(piece);
            }

            Assert.Equal(found, search.Found);
        }
    }

    [Fact]
    public void Escape_key_splits_what_is_sent_from_what_is_not()
    {
        var (send, leave) = EscapeKey.Split("ls\r\u001drm"u8.ToArray());
        Assert.Equal(("ls\r", true), (Encoding.ASCII.GetString(send.Span), leave));
        Assert.False(EscapeKey.Split("ls\r"u8.ToArray()).Leave);
    }
}
