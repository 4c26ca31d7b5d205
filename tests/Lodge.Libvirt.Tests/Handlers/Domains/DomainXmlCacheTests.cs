using Lodge.Libvirt.Handlers.Domains;
using Lodge.Model.Vms;

namespace Lodge.Libvirt.Tests.Handlers.Domains;

public class DomainXmlCacheTests
{
    private static readonly Guid Web = Guid.NewGuid();
    private static readonly DomainXmlSource First = new(new object(), "web", 1, Accelerator.Tcg, "/usr/bin/qemu-system-x86_64", "", AgentConnected: false);

    private int _written;

    [Fact]
    public void Unchanged_domain_is_written_once_for_each_kind_of_document()
    {
        var cache = new DomainXmlCache();

        Assert.Equal("xml 1", Get(cache, Web, First));
        Assert.Equal("xml 1", Get(cache, Web, First with { }));
        Assert.Equal("xml 2", Get(cache, Web, First, kind: 1));
        Assert.Equal("xml 1", Get(cache, Web, First));
    }

    [Fact]
    public void Change_of_anything_that_the_xml_is_made_of_has_it_written_anew()
    {
        var cache = new DomainXmlCache();
        DomainXmlSource[] changes =
        [
            First,
            First with { Version = new object() },
            First with { Name = "www" },
            First with { Number = 2 },
            First with { HostAccelerator = Accelerator.Kvm },
            First with { Emulator = "/opt/qemu" },
            First with { AgentConnected = true },
        ];

        Assert.All(changes, (source, i) => Assert.Equal($"xml {i + 1}", Get(cache, Web, source)));
        Assert.Equal("xml 7".Length, cache.Kept);
    }

    [Fact]
    public void Equal_definitions_of_two_versions_are_told_apart()
    {
        var cache = new DomainXmlCache();
        Get(cache, Web, First with { Version = new VmDefinition { Name = "web", Id = Web } });

        Assert.Equal("xml 2", Get(cache, Web, First with { Version = new VmDefinition { Name = "web", Id = Web } }));
    }

    [Fact]
    public void Memory_is_bounded_and_what_was_asked_for_longest_ago_goes_first()
    {
        var cache = new DomainXmlCache(most: 12);
        var (mail, news) = (Guid.NewGuid(), Guid.NewGuid());
        Get(cache, Web, First);
        Get(cache, mail, First);
        Get(cache, Web, First);
        Get(cache, news, First);

        Assert.Equal(10, cache.Kept);
        Assert.Equal("xml 1", Get(cache, Web, First));
        Assert.Equal("xml 4", Get(cache, mail, First));
    }

    [Fact]
    public void Document_that_is_larger_than_all_the_room_is_not_kept()
    {
        var cache = new DomainXmlCache(most: 3);

        Assert.Equal("xml 1", Get(cache, Web, First));
        Assert.Equal("xml 2", Get(cache, Web, First));
        Assert.Equal(0, cache.Kept);
    }

    private string Get(DomainXmlCache cache, Guid vm, DomainXmlSource source, uint kind = 0) =>
        cache.Get(vm, kind, source, () => $"xml {++_written}");
}
