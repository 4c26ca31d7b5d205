using System.Runtime.InteropServices;
using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Linux.Interop;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Linux.Security;

/// <summary>Whether this kernel has Landlock, and how much of it.</summary>
/// <param name="Version">The ABI version, 0 when there is none.</param>
/// <param name="Reason">Why there is none; null when there is.</param>
public sealed record LandlockSupport(int Version, string? Reason)
{
    /// <summary>Whether files can be confined at all.</summary>
    public bool IsAvailable => Version > 0;

    /// <summary>Whether TCP connections can be denied.</summary>
    public bool CanDenyNetwork => Version >= LandlockRights.NetworkAbi;

    /// <summary>Whether abstract Unix sockets and signals can be kept inside.</summary>
    public bool CanScope => Version >= LandlockRights.ScopeAbi;
}

/// <summary>
/// A set of Landlock rules for the calling thread and whatever program it becomes. Descriptors that are open already
/// stay usable; all else that no rule allows is denied, for good.
/// </summary>
public sealed class Landlock : IDisposable
{
    private readonly SafeFileHandle _ruleset;
    private readonly int _abi;

    private Landlock(SafeFileHandle ruleset, int abi)
    {
        _ruleset = ruleset;
        _abi = abi;
    }

    /// <summary>Asks the kernel for its Landlock version.</summary>
    public static LandlockSupport Probe()
    {
        var version = LandlockCalls.Version();
        if (version > 0)
        {
            return new LandlockSupport(version, null);
        }

        return new LandlockSupport(0, Marshal.GetLastPInvokeError() switch
        {
            Errno.ENOSYS => "this kernel was built without Landlock",
            Errno.EOPNOTSUPP => "Landlock is switched off; boot the kernel with lsm=landlock,... to switch it on",
            var errno => $"the kernel does not tell its Landlock version: {ErrnoWords.Explain(errno)}",
        });
    }

    /// <summary>An empty ruleset: every file right is denied until a rule allows it.</summary>
    /// <param name="abi">The kernel's version, 1 or more; what it does not know is left out.</param>
    /// <param name="denyNetwork">Deny all TCP connections and listening, where the version can.</param>
    internal static unsafe Landlock Create(int abi, bool denyNetwork)
    {
        var attribute = new LandlockRulesetAttribute
        {
            HandledFiles = LandlockRights.Known(abi),
            HandledNetwork = denyNetwork && abi >= LandlockRights.NetworkAbi
                ? LandlockRights.BindTcp | LandlockRights.ConnectTcp
                : 0,
            Scoped = abi >= LandlockRights.ScopeAbi
                ? LandlockRights.ScopeAbstractSockets | LandlockRights.ScopeSignals
                : 0,
        };
        nint size = abi >= LandlockRights.ScopeAbi ? 24 : abi >= LandlockRights.NetworkAbi ? 16 : 8;

        // SAFETY: the attribute is a local; the size passed is that of the part which this ABI version knows.
        var ruleset = LandlockCalls.CreateRuleset(&attribute, size);
        return ruleset.IsInvalid
            ? throw LinuxException.Last("landlock_create_ruleset")
            : new Landlock(ruleset, abi);
    }

    /// <summary>Allows access to a file, or to everything beneath a folder.</summary>
    /// <param name="place">The place, open at least as a mere reference (O_PATH).</param>
    /// <param name="access">What is allowed.</param>
    /// <param name="path">Its path, for the error message.</param>
    internal unsafe void Allow(SafeFileHandle place, LandlockAccess access, string path)
    {
        var isFolder = FileIdentity.Of(place).Kind == FileKind.Folder;
        using var ruleset = new HandleLease(_ruleset);
        using var lease = new HandleLease(place);
        var rule = new LandlockPathAttribute
        {
            Allowed = LandlockRights.Of(access, isFolder, _abi),
            Parent = lease.Number,
        };

        // SAFETY: the rule is a local of the kernel's layout; both descriptors are held open by their leases.
        LinuxException.Check(LandlockCalls.AddRule(ruleset.Number, &rule), "landlock_add_rule", path);
    }

    /// <summary>Takes effect on the calling thread; no_new_privs must be set.</summary>
    internal void RestrictSelf()
    {
        using var ruleset = new HandleLease(_ruleset);
        LinuxException.Check(LandlockCalls.RestrictSelf(ruleset.Number), "landlock_restrict_self");
    }

    /// <summary>Closes the ruleset; what it restricts stays restricted.</summary>
    public void Dispose() => _ruleset.Dispose();
}
