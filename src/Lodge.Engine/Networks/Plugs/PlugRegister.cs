using System.Collections.Concurrent;
using Lodge.Model.Networks;

namespace Lodge.Engine.Networks.Plugs;

/// <summary>The cards that are plugged into the host now. Reading waits for nobody.</summary>
internal sealed class PlugRegister
{
    private readonly ConcurrentDictionary<(Guid VmId, string Alias), NicPlug> _plugs = new();

    /// <summary>All, by VM and alias.</summary>
    public IReadOnlyList<NicPlug> All() => Sorted(_plugs.Values);

    /// <summary>Those of a network.</summary>
    public IReadOnlyList<NicPlug> Of(Guid network) => Sorted(_plugs.Values.Where(plug => plug.Network == network));

    /// <summary>Those of a VM.</summary>
    public IReadOnlyList<NicPlug> OfVm(Guid vmId) => Sorted(_plugs.Values.Where(plug => plug.VmId == vmId));

    public NicPlug? Find(Guid vmId, string alias) => _plugs.GetValueOrDefault((vmId, alias));

    public void Put(NicPlug plug) => _plugs[(plug.VmId, plug.Alias)] = plug;

    /// <summary>Replaces a plug by what became of it, unless it was removed or replaced meanwhile.</summary>
    public void Update(NicPlug before, NicPlug after) => _plugs.TryUpdate((before.VmId, before.Alias), after, before);

    public void Remove(NicPlug plug) => _plugs.TryRemove((plug.VmId, plug.Alias), out _);

    private static NicPlug[] Sorted(IEnumerable<NicPlug> plugs) =>
        [.. plugs.OrderBy(plug => plug.VmName, StringComparer.Ordinal).ThenBy(plug => plug.Alias, StringComparer.Ordinal)];
}
