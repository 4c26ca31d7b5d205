using System.Text;
using Lodge.Engine.Consoles;

namespace Lodge.Engine.Tests.Consoles;

public sealed class ScrollbackTests
{
    // Against the obvious way to do it: append to a string, keep its end.
    [Fact]
    public void Scrollback_keeps_the_newest_bytes_whatever_the_sizes_of_the_pieces()
    {
        var random = new Random(7);
        foreach (var limit in new[] { 1024, 1500, 4096, 5000 })
        {
            var scrollback = new Scrollback(limit);
            var all = new StringBuilder();
            for (var i = 0; i < 400; i++)
            {
                var piece = new string((char)('a' + (i % 26)), random.Next(0, i % 50 == 0 ? limit * 2 : 200));
                all.Append(piece);
                scrollback.Append(Encoding.ASCII.GetBytes(piece));
                var expected = all.ToString()[Math.Max(0, all.Length - limit)..];
                Assert.Equal(expected, Encoding.ASCII.GetString(scrollback.ToArray()));
            }
        }
    }
}
