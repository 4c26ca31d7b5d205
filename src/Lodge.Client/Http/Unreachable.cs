using System.Net.Sockets;
using Lodge.Model.Errors;

namespace Lodge.Client.Http;

/// <summary>Says why a daemon could not be reached, and what to do.</summary>
internal static class Unreachable
{
    private const string StartIt = "Is lodged running? Start it, or name the socket that it serves.";

    /// <summary>The failure to show for <paramref name="cause"/>.</summary>
    public static LodgeException From(LodgeAddress address, Exception cause)
    {
        var (why, remedy) = address.SocketPath is { } path
            ? OfSocket(path, SocketErrorIn(cause))
            : (OfHost(address, cause), "Check the address, and that lodged runs there and listens on it.");
        return new LodgeException(ErrorCode.Unreachable, $"The daemon cannot be reached: {why}.", remedy, cause);
    }

    /// <summary>The failure to show when a connection broke in the middle of an answer.</summary>
    public static LodgeException Lost(LodgeAddress address, Exception cause) => new(
        ErrorCode.Unreachable,
        $"The connection to the daemon at {address} was lost in the middle of an answer.",
        "Has lodged been stopped or restarted? Look at the VM's state before trying again.",
        cause);

    private static (string Why, string Remedy) OfSocket(string path, SocketError? error) => error switch
    {
        // connect(2): ENOENT, which .NET shows as AddressNotAvailable.
        SocketError.AddressNotAvailable => ($"the socket {path} does not exist", StartIt),
        SocketError.ConnectionRefused => ($"nobody listens on the socket {path}", StartIt),
        SocketError.AccessDenied => (
            $"this user may not open the socket {path}",
            SocketGroup.Of(path) is { } group
                ? $"Become a member of the group '{group}' (sudo usermod -aG {group} $USER, then log in again), or use sudo."
                : "Use sudo, or run a daemon of your own."),
        null => ($"the socket {path} took no connection in time", "Is lodged stopped or stuck? Look at its log."),
        _ => ($"the socket {path} failed ({error})", StartIt),
    };

    private static string OfHost(LodgeAddress address, Exception cause) => cause switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } =>
            $"{address} and this program could not agree on TLS ({cause.InnerException?.Message ?? cause.Message})",
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } =>
            $"the name {address.BaseUri.Host} is not known",
        HttpRequestException => $"{address} took no connection ({cause.GetBaseException().Message})",
        _ => $"{address} took no connection in time",
    };

    private static SocketError? SocketErrorIn(Exception? e)
    {
        for (; e is not null; e = e.InnerException)
        {
            if (e is SocketException socket)
            {
                return socket.SocketErrorCode;
            }
        }

        return null;
    }
}
