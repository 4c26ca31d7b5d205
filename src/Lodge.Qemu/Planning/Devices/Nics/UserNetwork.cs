using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Lodge.Model.Errors;
using Lodge.Model.Json;
using Lodge.Model.Vms.Devices;

namespace Lodge.Qemu.Planning.Devices.Nics;

/// <summary>A private network that QEMU itself makes (slirp).</summary>
internal static class UserNetwork
{
    /// <summary>Where the host's end of a forwarded port is when nothing is said.</summary>
    public const string UsualAddress = "127.0.0.1";

    /// <summary>QEMU's part of it.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.Unsupported"/>: a port of an IPv6 address is forwarded.</exception>
    public static PlannedNetdev Of(string id, UserNicSource user)
    {
        var rules = user.Forwards.OrEmpty().Select(Rule).ToList();
        return rules.Count == 0
            ? new PlannedNetdev("user", id, [])
            : new PlannedNetdev(
                "user",
                id,
                [.. rules.Select(rule => ("hostfwd", (OptionValue?)rule))],
                [("hostfwd", new ListValue([.. rules.Select(rule => new MapValue([("str", rule)]))]))]);
    }

    // protocol:[host address]:host port-[guest address]:guest port, and no way to write an address with colons.
    private static string Rule(UserPortForward forward)
    {
        var address = forward.Address ?? UsualAddress;
        if (IPAddress.Parse(address).AddressFamily == AddressFamily.InterNetworkV6)
        {
            throw new LodgeException(
                ErrorCode.Unsupported,
                $"Port {forward.Port} of '{address}' cannot be forwarded: QEMU's own network forwards ports of IPv4 addresses only.",
                "Give the card the backend 'passt', or forward a port of an IPv4 address.");
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Kebab.Of(forward.Protocol)}:{address}:{forward.Port}-:{forward.TargetPort ?? forward.Port}");
    }
}
