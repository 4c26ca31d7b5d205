using System.Globalization;
using Lodge.Linux.Network;

namespace Lodge.Network.HostBridges.Planning;

/// <summary>Addresses and routes as people read them. Pure.</summary>
internal static class Words
{
    /// <summary>Such as <c>10.0.0.2/24</c>.</summary>
    public static string Address(SavedAddress address) => string.Create(CultureInfo.InvariantCulture, $"{address.Address.Address}/{address.Address.PrefixLength}");

    /// <summary>Such as <c>default</c> or <c>10.1.0.0/16</c>.</summary>
    public static string Destination(NetworkRoute route) => route.Destination.PrefixLength == 0 ? "default" : route.Destination.ToString();

    /// <summary>Such as <c>default by 10.0.0.1</c>.</summary>
    public static string Route(SavedRoute route) => $"{Destination(route.Route)}{(route.Route.Gateway is { } gateway ? $" by {gateway}" : "")}";

    /// <summary>A time that is left, such as <c>55 min</c>.</summary>
    public static string Left(TimeSpan time) => time.TotalMinutes < 2
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s")
        : time.TotalHours < 3
            ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min")
            : string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0} h");
}
