using System.Globalization;
using Lodge.Model.Json;
using Lodge.Model.Vms;

namespace Lodge.Cli.Rendering;

/// <summary>Displays of a running VM, as <c>lodge info</c> shows them: what a viewer is given to connect.</summary>
internal static class DisplayLines
{
    /// <summary>One display.</summary>
    public static string Of(RunningDisplay display)
    {
        var name = Kebab.Of(display.Type);
        return display switch
        {
            { Socket: { } socket } => $"{name} on {socket}",
            { Address: { } address } => $"{name} on {string.Join(", ", Ports(Host(address), display))}",
            _ => $"{name}, listening nowhere",
        };
    }

    private static IEnumerable<string> Ports(string host, RunningDisplay display)
    {
        if (display.Port is { } port)
        {
            yield return Place(host, port);
        }

        if (display.TlsPort is { } encrypted)
        {
            yield return $"{Place(host, encrypted)} (TLS)";
        }

        if (display.WebSocketPort is { } web)
        {
            yield return $"{Place(host, web)} (web sockets)";
        }
    }

    private static string Place(string host, int port) => string.Create(CultureInfo.InvariantCulture, $"{host}:{port}");

    private static string Host(string address) => address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address;
}
