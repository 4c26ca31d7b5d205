using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Tuning;

namespace Lodge.LibvirtXml.Domain;

/// <summary><c>&lt;iothreads&gt;</c>, their number, and <c>&lt;iothreadids&gt;</c>, each one.</summary>
internal static class IoThreadSection
{
    private const int Most = 4096;

    public static IReadOnlyList<IoThreadDefinition>? Read(Element root)
    {
        var count = root.Child("iothreads") is { } number ? (int)number.OwnNumber(0, Most) : (int?)null;
        var named = root.Child("iothreadids")?.Children("iothread").Select(One).ToList() ?? [];
        if (count is null or 0 && named.Count == 0)
        {
            return null;
        }

        // Those that are counted and not named take the free numbers from 1 on.
        for (var id = 1; named.Count < count; id++)
        {
            if (!named.Exists(thread => thread.Id == id))
            {
                named.Add(new IoThreadDefinition { Id = id });
            }
        }

        return [.. named.OrderBy(thread => thread.Id)];
    }

    public static void Write(XmlOut output, IReadOnlyList<IoThreadDefinition> threads)
    {
        if (threads.Count == 0)
        {
            return;
        }

        output.Leaf("iothreads", threads.Count);
        if (threads.Select((thread, index) => thread == new IoThreadDefinition { Id = index + 1 }).All(plain => plain))
        {
            return;
        }

        using var ids = output.Element("iothreadids");
        foreach (var thread in threads)
        {
            using var element = output.Element("iothread");
            output.Attr("id", thread.Id).Attr("thread_pool_min", thread.ThreadPoolMin).Attr("thread_pool_max", thread.ThreadPoolMax);
            using var poll = output.ElementIfAny("poll");
            output.Attr("max", thread.PollMax).Attr("grow", thread.PollGrow).Attr("shrink", thread.PollShrink);
        }
    }

    private static IoThreadDefinition One(Element thread)
    {
        var poll = thread.Child("poll");
        return new IoThreadDefinition
        {
            Id = thread.NeedInt("id"),
            ThreadPoolMin = thread.Int("thread_pool_min"),
            ThreadPoolMax = thread.Int("thread_pool_max"),
            PollMax = poll?.Long("max"),
            PollGrow = poll?.Long("grow"),
            PollShrink = poll?.Long("shrink"),
        };
    }
}
