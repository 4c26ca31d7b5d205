using Lodge.Engine.Networks;
using Lodge.Libvirt.Errors;
using Handle = Lodge.Libvirt.Protocol.Network;
using Network = Lodge.Model.Networks.Network;

namespace Lodge.Libvirt.Handlers.Networks;

/// <summary>Networks as clients name them: by handles of which the UUID counts, and by names.</summary>
/// <param name="networks">All networks.</param>
internal sealed class NetworkDirectory(NetworkService networks)
{
    /// <summary>All networks, by name.</summary>
    public IReadOnlyList<Network> All() => networks.List();

    /// <summary>The handle of a network.</summary>
    public static Handle HandleOf(Network network) => new(network.Name, network.Id);

    /// <summary>The network of a handle.</summary>
    public Network Get(Handle handle) => ByUuid(handle.Uuid);

    /// <summary>The network of a handle, which must run.</summary>
    public Network GetActive(Handle handle) => Get(handle) is { IsActive: true } network ? network : throw Invalid($"network '{handle.Name}' is not active");

    /// <summary>The network with this UUID.</summary>
    public Network ByUuid(Guid uuid) => networks.Find(uuid.ToString()) is { } network && network.Id == uuid ? network : throw Missing($"no network with matching uuid '{uuid}'");

    /// <summary>The network with this name.</summary>
    public Network ByName(string name) => FindName(name) ?? throw Missing($"no network with matching name '{name}'");

    /// <summary>The network with this name; null when there is none.</summary>
    public Network? FindName(string name) => networks.Find(name) is { } network && network.Name == name ? network : null;

    /// <summary>The network with this UUID; null when there is none.</summary>
    public Network? Find(Guid uuid) => networks.Find(uuid.ToString()) is { } network && network.Id == uuid ? network : null;

    /// <summary>The failure of what makes no sense now.</summary>
    public static LibvirtException Invalid(string detail) => new(ErrorNumber.OperationInvalid, ErrorOrigin.Network, detail);

    /// <summary>The failure of what cannot be done to networks.</summary>
    public static LibvirtException Unsupported(string detail) => new(ErrorNumber.OperationUnsupported, ErrorOrigin.Network, detail);

    private static LibvirtException Missing(string detail) => new(ErrorNumber.NoNetwork, ErrorOrigin.Network, detail);
}
