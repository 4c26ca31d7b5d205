using Lodge.Linux.Network;
using Lodge.Model.Errors;
using Lodge.Network.HostBridges.Facts;
using Lodge.Network.HostBridges.Planning;
using Lodge.Network.HostBridges.Records;
using Lodge.Network.Hosts;

namespace Lodge.Network.HostBridges.Moving;

/// <summary>Gives an interface back what it had, from whatever the host's network is like meanwhile. Safe to repeat.</summary>
internal sealed class LinkRestorer(NetworkPlace place, MoveDoer doer, string mark)
{
    /// <summary>Removes the bridge, and has the interface as it is recorded.</summary>
    /// <exception cref="LodgeException">The interface is gone.</exception>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public void Restore(HostBridgeRecord record)
    {
        var (name, bridge, before) = (record.Bridge.Interface, record.Bridge.Bridge, record.Link);
        RemoveBridge(record);
        var link = place.Host.Links.Find(name) ?? throw new LodgeException(
            ErrorCode.InvalidState, $"The interface '{name}' is gone, and cannot get back what the bridge '{bridge}' had of it.", "Plug it in again; what it had is in the state folder of lodged, below host-bridges.");
        var settings = LinkSettings.For(name, before.ReadFrom, before.Settings);
        var making = settings.Where(setting => setting.Name == LinkSettings.Ipv6(name, LinkSettings.AddressMaking)).ToArray();

        // An address that the kernel makes up is looked for on the wire for a second before it may be used; the recorded one not.
        doer.Write([.. making.Select(setting => (setting.Name, LinkSettings.NoAddressMaking)), .. settings.Except(making)]);
        place.Host.Links.Change(name, new LinkChange { Up = true });
        foreach (var address in before.Addresses.Select(SavedAddress.Read).OfType<SavedAddress>())
        {
            Trying.Unless(["EEXIST"], () => place.Host.Saved.Add(address, link, before.ReadFrom));
        }

        doer.Write(making);
        foreach (var route in MovePlanner.InOrder(before.Routes.Select(SavedRoute.Read).OfType<SavedRoute>()))
        {
            Trying.Unless(["EEXIST"], () => place.Host.Saved.Add(route, link.Index));
        }

        if (!before.IsUp)
        {
            place.Host.Links.Change(name, new LinkChange { Up = false });
        }
    }

    // Only the one that Lodge made, or that was made at boot by what Lodge wrote.
    private void RemoveBridge(HostBridgeRecord record)
    {
        if (place.Host.Links.Find(record.Bridge.Bridge) is not { Bridge: not null } bridge)
        {
            return;
        }

        var isPort = place.Host.Links.Find(record.Bridge.Interface)?.Master == bridge.Index;
        if (bridge.Note == mark || (bridge.Note.Length == 0 && (!record.IsMarked || record.Stage == HostBridgeStage.Moving) && IsOwn(bridge, isPort)))
        {
            place.Host.Links.Delete(bridge.Name);
        }
    }

    // One that was made a moment before the daemon died has nothing yet: no mark, no port.
    private bool IsOwn(NetworkLink bridge, bool isPort) => isPort || place.Host.Links.List().All(link => link.Master != bridge.Index);
}
