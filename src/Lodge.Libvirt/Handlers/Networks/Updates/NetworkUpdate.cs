using Lodge.Libvirt.Errors;
using Lodge.Model.Networks;

namespace Lodge.Libvirt.Handlers.Networks.Updates;

/// <summary>What is done to a part of a network (virNetworkUpdateCommand of libvirt's API). Append only.</summary>
internal enum UpdateCommand
{
    None = 0,
    Modify = 1,
    Delete = 2,
    AddLast = 3,
    AddFirst = 4,
}

/// <summary>Which part (virNetworkUpdateSection of libvirt's API). Append only.</summary>
internal enum UpdateSection
{
    None = 0,
    Bridge = 1,
    Domain = 2,
    Ip = 3,
    DhcpHost = 4,
    DhcpRange = 5,
    Forward = 6,
    ForwardInterface = 7,
    ForwardFunction = 8,
    PortGroup = 9,
    DnsHost = 10,
    DnsText = 11,
    DnsService = 12,
}

/// <summary>A change of one part of a network. Pure; what libvirt can change so, and what not, is the same here.</summary>
/// <param name="Command">What is done.</param>
/// <param name="Section">To which part.</param>
/// <param name="ParentIndex">Which <c>ip</c> it belongs to, from 0; -1 to have that found.</param>
/// <param name="Xml">The part.</param>
internal sealed record NetworkUpdate(UpdateCommand Command, UpdateSection Section, int ParentIndex, string Xml)
{
    /// <summary>Whether something is added.</summary>
    public bool IsAdd => Command is UpdateCommand.AddFirst or UpdateCommand.AddLast;

    /// <summary>Whether something is deleted.</summary>
    public bool IsDelete => Command == UpdateCommand.Delete;

    /// <summary>The definition after the change.</summary>
    /// <exception cref="LibvirtException">There is no such part, or there is one already; or it cannot be changed so.</exception>
    public NetworkDefinition Apply(NetworkDefinition network)
    {
        if (Command is not (UpdateCommand.Modify or UpdateCommand.Delete or UpdateCommand.AddFirst or UpdateCommand.AddLast))
        {
            throw NetworkDirectory.Unsupported($"unrecognized network update command code {(int)Command}");
        }

        return Section switch
        {
            UpdateSection.DhcpHost => DhcpUpdates.Host(network, this),
            UpdateSection.DhcpRange => DhcpUpdates.Range(network, this),
            UpdateSection.ForwardInterface => PortUpdates.Interface(network, this),
            UpdateSection.PortGroup => PortUpdates.Group(network, this),
            UpdateSection.DnsHost => DnsUpdates.Host(network, this),
            UpdateSection.DnsText => DnsUpdates.Text(network, this),
            UpdateSection.DnsService => DnsUpdates.Service(network, this),
            UpdateSection.Bridge => throw Fixed(network, "bridge"),
            UpdateSection.Domain => throw Fixed(network, "domain"),
            UpdateSection.Ip => throw Fixed(network, "ip"),
            UpdateSection.Forward => throw Fixed(network, "forward"),
            UpdateSection.ForwardFunction => throw Fixed(network, "forward pf"),
            _ => throw NetworkDirectory.Unsupported($"can't update unrecognized section of network '{network.Name}'"),
        };
    }

    /// <summary>A list with something more in it, at the end that the command names.</summary>
    public IReadOnlyList<T> Added<T>(IReadOnlyList<T> list, T item) => Command == UpdateCommand.AddFirst ? [item, .. list] : [.. list, item];

    /// <summary>Refuses to modify what can only be added and deleted.</summary>
    public void ThrowIfModify(string what)
    {
        if (Command == UpdateCommand.Modify)
        {
            throw NetworkDirectory.Unsupported($"{what} cannot be modified, only added or deleted");
        }
    }

    /// <summary>A list without one of its items; null when nothing is left.</summary>
    public static IReadOnlyList<T>? Without<T>(IReadOnlyList<T> list, int index) =>
        list.Count == 1 ? null : [.. list.Where((_, position) => position != index)];

    private static LibvirtException Fixed(NetworkDefinition network, string section) =>
        NetworkDirectory.Unsupported($"can't update '{section}' section of network '{network.Name}'");
}
