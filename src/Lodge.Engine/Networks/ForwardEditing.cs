using System.Globalization;
using Lodge.Model.Errors;
using Lodge.Model.Json;
using Lodge.Model.Networks;
using Lodge.Model.Vms.Devices;

namespace Lodge.Engine.Networks;

/// <summary>Adds port forwards to definitions of networks, and takes them away. Pure.</summary>
internal static class ForwardEditing
{
    /// <summary>The definition with one more.</summary>
    public static NetworkDefinition With(NetworkDefinition network, PortForward forward) =>
        network with { Forwards = [.. network.Forwards.OrEmpty(), forward] };

    /// <summary>The definition without the one that begins at a port.</summary>
    /// <param name="network">The definition.</param>
    /// <param name="port">First port of the host.</param>
    /// <param name="protocol">The protocol.</param>
    /// <param name="address">The host's address; null takes any, where only one forward has the port.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.NotFound"/>: there is none; <see cref="ErrorCode.InvalidArgument"/>: there are several.</exception>
    public static NetworkDefinition Without(NetworkDefinition network, int port, TransportProtocol protocol, string? address)
    {
        var all = network.Forwards.OrEmpty();
        var meant = all.Where(forward => forward.Port == port && forward.Protocol == protocol && (address is null || forward.Address == address)).ToList();
        return meant.Count switch
        {
            1 => network with { Forwards = all.Count == 1 ? null : [.. all.Where(forward => forward != meant[0])] },
            0 => throw new LodgeException(
                ErrorCode.NotFound,
                string.Create(CultureInfo.InvariantCulture, $"Network '{network.Name}' has no forward that begins at port {port}/{Kebab.Of(protocol)}{(address is null ? "" : $" of {address}")}."),
                $"List them with 'lodge network forward list {network.Name}'."),
            _ => throw new LodgeException(
                ErrorCode.InvalidArgument,
                string.Create(CultureInfo.InvariantCulture, $"Network '{network.Name}' has {meant.Count} forwards that begin at port {port}/{Kebab.Of(protocol)}."),
                "Say which address of the host is meant."),
        };
    }
}
