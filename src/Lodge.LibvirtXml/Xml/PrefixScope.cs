namespace Lodge.LibvirtXml.Xml;

/// <summary>Which namespaces prefixes stand for at a place of a document.</summary>
internal sealed class PrefixScope(IEnumerable<(string Prefix, string Namespace)> declared)
{
    private readonly Dictionary<string, string> _now = declared.ToDictionary(pair => pair.Prefix, pair => pair.Namespace);
    private readonly Stack<(string Prefix, string? Before)> _changes = [];

    /// <summary>How many declarations were made so far; <see cref="Leave"/> takes it.</summary>
    public int Depth => _changes.Count;

    /// <summary>Whether the prefix has to be declared; from now on it is.</summary>
    public bool Declare(string prefix, string @namespace)
    {
        var before = _now.GetValueOrDefault(prefix);
        if (prefix == "xml" || (before ?? "") == @namespace)
        {
            return false;
        }

        _changes.Push((prefix, before));
        _now[prefix] = @namespace;
        return true;
    }

    /// <summary>Leaves an element: what was declared since is no longer.</summary>
    public void Leave(int depth)
    {
        while (_changes.Count > depth)
        {
            var (prefix, before) = _changes.Pop();
            if (before is null)
            {
                _now.Remove(prefix);
            }
            else
            {
                _now[prefix] = before;
            }
        }
    }
}
