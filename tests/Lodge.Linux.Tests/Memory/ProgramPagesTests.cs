using Lodge.Linux.Memory;

namespace Lodge.Linux.Tests.Memory;

/// <summary>Pages of the program that are given back.</summary>
public sealed class ProgramPagesTests
{
    private const string Mappings =
        """
        10000000-10100000 r--p 00000000 fe:00 131                        /usr/bin/lodged
        Size:               1024 kB
        Rss:                 512 kB
        Anonymous:             0 kB
        VmFlags: rd mr mw me dw sd
        10100000-10300000 r-xp 00100000 fe:00 131                        /usr/bin/lodged
        Rss:                1000 kB
        Anonymous:             0 kB
        10300000-10400000 r--p 00300000 fe:00 131                        /usr/bin/lodged
        Rss:                 100 kB
        Anonymous:             8 kB
        10400000-10500000 rw-p 00400000 fe:00 131                        /usr/bin/lodged
        Rss:                 100 kB
        Anonymous:             0 kB
        10500000-10600000 r-xp 00000000 fe:00 132                        /usr/lib/libc.so.6
        Rss:                 100 kB
        Anonymous:             0 kB
        10600000-10700000 r--s 00000000 fe:00 131                        /usr/bin/lodged
        Rss:                   0 kB
        Anonymous:             0 kB
        """;

    [Fact]
    public void Only_what_nobody_wrote_to_and_is_resident_is_given_back() => Assert.Equal(
        [
            new ProgramMapping(0x10000000, 0x100000, 512 * 1024),
            new ProgramMapping(0x10100000, 0x200000, 1000 * 1024),
        ],
        ProgramPages.Clean(Mappings.Split('\n'), "/usr/bin/lodged"));

    [Fact]
    public void Program_goes_on_after_its_pages_are_gone() => Assert.True(ProgramPages.GiveBack() > 0);
}
