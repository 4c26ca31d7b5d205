using Lodge.Model.Errors;

namespace Lodge.Libvirt.Errors;

/// <summary>Which part of a libvirt host would say what goes wrong with a call, by the client's function.</summary>
internal static class ErrorOrigins
{
    private static readonly (string Beginning, ErrorOrigin Origin)[] s_parts =
    [
        ("virNetwork", ErrorOrigin.Network),
        ("virNWFilter", ErrorOrigin.Nwfilter),
        ("virInterface", ErrorOrigin.Interface),
        ("virStorage", ErrorOrigin.Storage),
        ("virSecret", ErrorOrigin.Secret),
        ("virNodeDevice", ErrorOrigin.Nodedev),
    ];

    /// <summary>The part, which a code may name whatever the call was for: a domain's start may want a network that is not there.</summary>
    /// <param name="code">What went wrong.</param>
    /// <param name="function">The client's function.</param>
    public static ErrorOrigin Of(ErrorCode code, string function) => code switch
    {
        ErrorCode.NetworkNotFound => ErrorOrigin.Network,
        ErrorCode.PoolNotFound or ErrorCode.VolumeNotFound => ErrorOrigin.Storage,
        ErrorCode.SecretNotFound => ErrorOrigin.Secret,
        ErrorCode.NetworkFilterNotFound => ErrorOrigin.Nwfilter,
        _ => Of(function),
    };

    /// <summary>The part; the driver of domains where there is none in particular.</summary>
    /// <param name="function">The client's function, such as <c>virNetworkCreate</c>.</param>
    public static ErrorOrigin Of(string function) =>
        Array.Find(s_parts, part => function.StartsWith(part.Beginning, StringComparison.Ordinal)) is { Beginning: not null } found ? found.Origin : ErrorOrigin.Qemu;
}
