using System.Collections.Concurrent;
using Lodge.Qmp.Events;

namespace Lodge.Qemu.Agents;

/// <summary>The ports that a guest has open, as QEMU's events tell: <c>VSERPORT_CHANGE</c> (qapi/char.json in its tree).</summary>
internal sealed class OpenPorts
{
    private readonly ConcurrentDictionary<string, byte> _open = new(StringComparer.Ordinal);

    /// <summary>Sees every event of the VM's monitor.</summary>
    /// <returns>The alias of the port that the event closed; else null.</returns>
    public string? Observe(QmpEvent happened)
    {
        switch (happened)
        {
            case VserportChangeEvent { Open: true, Id: var id }:
                Add(id);
                return null;
            case VserportChangeEvent { Id: var id }:
                _open.TryRemove(id, out _);
                return id;
            case DeviceDeletedEvent { Device: { } id } when _open.TryRemove(id, out _):
                return id;
            default:
                return null;
        }
    }

    /// <summary>Notes that a port is open.</summary>
    public void Add(string alias) => _open.TryAdd(alias, 0);

    /// <summary>Whether a port is known to be open.</summary>
    public bool Has(string alias) => _open.ContainsKey(alias);
}
