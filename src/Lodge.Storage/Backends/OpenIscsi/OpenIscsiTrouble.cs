using Lodge.Model.Errors;

namespace Lodge.Storage.Backends.OpenIscsi;

/// <summary>Turns the exit status of iscsiadm into an error (iscsiadm(8), EXIT STATUS).</summary>
internal static class OpenIscsiTrouble
{
    /// <summary>What was asked for is so already: a session exists.</summary>
    public const int SessionExists = 15;

    /// <summary>There is nothing of what was asked for.</summary>
    public const int NothingFound = 21;

    private const int NoTransport = 4;
    private const int LoginFailed = 5;
    private const int TransportTimeout = 8;
    private const int ResponseTimeout = 11;
    private const int NotAllowed = 13;
    private const int NoDaemon = 20;
    private const int NoHost = 23;
    private const int WrongPassword = 24;

    /// <summary>The error to show.</summary>
    /// <param name="target">Name of the target.</param>
    /// <param name="portal">Where it was looked for.</param>
    /// <param name="status">The exit status.</param>
    /// <param name="words">What was said.</param>
    public static LodgeException Of(string target, string portal, int status, string words)
    {
        var said = string.Join(' ', words.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(1));
        var message = $"The iSCSI target '{target}' at {portal}: {(said.Length == 0 ? $"iscsiadm ended with {status}." : said)}";
        return status switch
        {
            WrongPassword => new LodgeException(ErrorCode.InvalidArgument, $"The iSCSI target '{target}' at {portal} does not take this user and password.", "Set the right value of the secret: 'virsh secret-set-value'."),
            NoTransport or TransportTimeout or ResponseTimeout or NoHost => new LodgeException(ErrorCode.Unreachable, message, "See that the server runs, and that its name and port are right."),
            NothingFound or LoginFailed => new LodgeException(ErrorCode.NotFound, message, $"See what the server offers: 'iscsiadm -m discovery -t sendtargets -p {portal}'."),
            NoDaemon => new LodgeException(ErrorCode.Unsupported, message, "Start open-iscsi's daemon: 'systemctl start iscsid'; and see that the kernel has iSCSI: 'modprobe iscsi_tcp'."),
            NotAllowed => new LodgeException(ErrorCode.Unsupported, message, "Only root logs in to iSCSI targets; '--iscsi-direct' lets QEMU do it."),
            _ => new LodgeException(ErrorCode.StorageFailed, message),
        };
    }
}
