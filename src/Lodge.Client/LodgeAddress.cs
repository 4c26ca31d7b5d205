using System.Text;
using Lodge.Model.Errors;

namespace Lodge.Client;

/// <summary>Where a daemon listens: a Unix socket of this host, or an HTTP address.</summary>
public sealed record LodgeAddress
{
    // sun_path of struct sockaddr_un holds 108 bytes, the last of them NUL (man 7 unix).
    private const int LongestSocketPath = 107;

    private LodgeAddress(string? socketPath, Uri baseUri)
    {
        SocketPath = socketPath;
        BaseUri = baseUri;
    }

    /// <summary>Absolute path of the Unix socket; null for an HTTP address.</summary>
    public string? SocketPath { get; }

    /// <summary>What request paths are relative to. For a Unix socket the host in it has no meaning.</summary>
    public Uri BaseUri { get; }

    /// <summary>The daemon behind a Unix socket.</summary>
    /// <param name="path">Path of the socket; a relative one is taken from the current folder.</param>
    /// <exception cref="LodgeException">The path is empty or longer than the kernel allows.</exception>
    public static LodgeAddress UnixSocket(string path)
    {
        if (path.Length == 0)
        {
            throw new LodgeException(ErrorCode.InvalidArgument, "The path of the daemon's socket is empty.");
        }

        var full = Path.GetFullPath(path);
        return Encoding.UTF8.GetByteCount(full) <= LongestSocketPath
            ? new LodgeAddress(full, new Uri("http://localhost/"))
            : throw new LodgeException(
                ErrorCode.InvalidArgument,
                $"The socket path {full} is longer than the {LongestSocketPath} bytes that Linux allows.",
                "Keep the daemon's root folder in a place with a shorter path.");
    }

    /// <summary>Reads <c>/run/lodge/api.sock</c>, <c>unix:/run/lodge/api.sock</c> or <c>https://host:port</c>.</summary>
    /// <exception cref="LodgeException">The text is none of these.</exception>
    public static LodgeAddress Parse(string text)
    {
        if (text.StartsWith("unix:", StringComparison.OrdinalIgnoreCase))
        {
            var path = text["unix:".Length..];
            return UnixSocket(path.StartsWith("//", StringComparison.Ordinal) ? path[2..] : path);
        }

        if (text.StartsWith('/') || text.StartsWith("./", StringComparison.Ordinal) || text.StartsWith("../", StringComparison.Ordinal))
        {
            return UnixSocket(text);
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? new LodgeAddress(null, new Uri(uri.GetLeftPart(UriPartial.Authority) + "/"))
            : throw new LodgeException(
                ErrorCode.InvalidArgument,
                $"'{text}' is no address of a daemon.",
                "Write a socket's path such as /run/lodge/api.sock, or https://host:port.");
    }

    /// <summary>The address as people write it.</summary>
    public override string ToString() => SocketPath ?? BaseUri.GetLeftPart(UriPartial.Authority);
}
