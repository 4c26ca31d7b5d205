namespace Lodge.Libvirt.Handlers.Domains;

/// <summary>
/// XML that was written already, as long as what it was written from is the same. It takes bounded memory: what nobody
/// asked for the longest goes first.
/// </summary>
/// <param name="most">Most characters that are kept.</param>
internal sealed class DomainXmlCache(int most = DomainXmlCache.UsualMost)
{
    // With two bytes each, 8 MiB: the XML of some 2,000 domains.
    private const int UsualMost = 4 << 20;

    private readonly Lock _lock = new();
    private readonly Dictionary<(Guid Vm, uint Kind), LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = new();
    private int _kept;

    /// <summary>Characters that are kept now.</summary>
    public int Kept => _kept;

    /// <summary>The XML of a domain, which is written when it is not there.</summary>
    /// <param name="vm">The VM.</param>
    /// <param name="kind">Which of its documents, by flags.</param>
    /// <param name="source">What it is written from.</param>
    /// <param name="write">Writes it.</param>
    public string Get(Guid vm, uint kind, DomainXmlSource source, Func<string> write)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue((vm, kind), out var known) && known.Value.Source.IsSameAs(source))
            {
                _byUse.Remove(known);
                _byUse.AddFirst(known);
                return known.Value.Xml;
            }
        }

        var xml = write();
        Keep(new Entry((vm, kind), source, xml));
        return xml;
    }

    private void Keep(Entry entry)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(entry.Key, out var former))
            {
                Drop(former);
            }

            if (entry.Xml.Length > most)
            {
                return;
            }

            _entries.Add(entry.Key, _byUse.AddFirst(entry));
            _kept += entry.Xml.Length;
            while (_kept > most)
            {
                Drop(_byUse.Last!);
            }
        }
    }

    private void Drop(LinkedListNode<Entry> node)
    {
        _entries.Remove(node.Value.Key);
        _byUse.Remove(node);
        _kept -= node.Value.Xml.Length;
    }

    private sealed record Entry((Guid Vm, uint Kind) Key, DomainXmlSource Source, string Xml);
}
