using Lodge.LibvirtXml.Xml;

namespace Lodge.LibvirtXml.Domain;

/// <summary>Elements <c>&lt;name state='on'/&gt;</c> that stand for yes-or-no members of a record, in libvirt's order.</summary>
internal sealed class Switches<T>(params (string Name, Func<T, bool?> Get, Func<T, bool, T> Set)[] all)
{
    /// <summary>Reads those that are there into the record.</summary>
    public T Read(Element parent, T record)
    {
        foreach (var (name, _, set) in all)
        {
            record = parent.StateOf(name) is { } state ? set(record, state) : record;
        }

        return record;
    }

    /// <summary>Writes those that are known.</summary>
    public void Write(XmlOut output, T record)
    {
        foreach (var (name, get, _) in all)
        {
            output.State(name, get(record));
        }
    }
}
