using System.Runtime.InteropServices;
using Lodge.Linux.Errors;
using Lodge.Linux.Interop;

namespace Lodge.Linux.Security;

/// <summary>Gives up identity and privileges. All of it is for the thread that then becomes another program.</summary>
internal static class Credentials
{
    /// <summary>The user whose rights this process has.</summary>
    public static uint EffectiveUser => CredentialCalls.GetEffectiveUser();

    /// <summary>Whether this process leads a session of its own, away from any terminal's signals.</summary>
    public static bool LeadsSession => CredentialCalls.SessionOf(0) == Environment.ProcessId;

    /// <summary>Becomes another user and group for good, then makes sure of it.</summary>
    /// <param name="uid">The user; never 0.</param>
    /// <param name="gid">The group; never 0.</param>
    /// <param name="supplementary">All other groups; the present ones are dropped.</param>
    public static unsafe void Become(uint uid, uint gid, IReadOnlyList<uint> supplementary)
    {
        // SAFETY: the array is pinned for the call and its own length is passed.
        fixed (uint* groups = supplementary.ToArray())
        {
            LinuxException.Check(CredentialCalls.SetSupplementaryGroups(supplementary.Count, groups), "setgroups");
        }

        LinuxException.Check(CredentialCalls.SetGroups(gid, gid, gid), "setresgid", $"group {gid}");
        LinuxException.Check(CredentialCalls.SetUsers(uid, uid, uid), "setresuid", $"user {uid}");
        Verify(uid, gid);
    }

    /// <summary>Drops the capabilities of this thread. <see cref="DropBoundingSet"/> comes before it.</summary>
    /// <param name="kept">Those that stay permitted and in force.</param>
    public static unsafe void DropCapabilities(IReadOnlyList<Capability> kept)
    {
        LinuxException.Check(
            CredentialCalls.Prctl(CredentialCalls.PrCapAmbient, CredentialCalls.PrCapAmbientClearAll, 0, 0, 0),
            "prctl(PR_CAP_AMBIENT)");
        var header = stackalloc uint[2] { CredentialCalls.CapabilityVersion, 0 };
        var data = stackalloc uint[6];
        new Span<uint>(data, 6).Clear();

        // Effective and permitted set of the first structure; all that can be kept is below number 32.
        data[0] = data[1] = kept.Aggregate(0u, (bits, capability) => bits | (1u << (int)capability));

        // SAFETY: version 3 takes a header of 8 bytes and two structures of 12; pid 0 is the calling thread.
        LinuxException.Check(CredentialCalls.SetCapabilities(header, data), "capset");
    }

    /// <summary>
    /// Takes away the capabilities that programs run later could be given. Only a privileged process can; for any
    /// other, no_new_privs does the same.
    /// </summary>
    /// <param name="kept">Those that stay: a program run by root has them.</param>
    public static void DropBoundingSet(IReadOnlyList<Capability> kept)
    {
        // The kernel answers EINVAL for the first number beyond its last capability.
        for (var capability = 0; capability < 64; capability++)
        {
            if (kept.Contains((Capability)capability)
                || CredentialCalls.Prctl(CredentialCalls.PrCapBoundingDrop, capability, 0, 0, 0) == 0)
            {
                continue;
            }

            var failure = LinuxException.Last("prctl(PR_CAPBSET_DROP)");
            if (failure.Errno is Errno.EINVAL or Errno.EPERM)
            {
                return;
            }

            throw failure;
        }
    }

    /// <summary>From now on no program run by this thread gains privileges through set-user-id or file capabilities.</summary>
    public static void SetNoNewPrivileges()
    {
        LinuxException.Check(
            CredentialCalls.Prctl(CredentialCalls.PrSetNoNewPrivileges, 1, 0, 0, 0), "prctl(PR_SET_NO_NEW_PRIVS)");
        if (CredentialCalls.Prctl(CredentialCalls.PrGetNoNewPrivileges, 0, 0, 0, 0) != 1)
        {
            throw new LinuxException(Marshal.GetLastPInvokeError(), "prctl(PR_GET_NO_NEW_PRIVS)");
        }
    }

    private static unsafe void Verify(uint uid, uint gid)
    {
        var users = stackalloc uint[3];
        var groups = stackalloc uint[3];

        // SAFETY: three integers each, on this stack frame.
        LinuxException.Check(CredentialCalls.GetUsers(users, users + 1, users + 2), "getresuid");
        LinuxException.Check(CredentialCalls.GetGroups(groups, groups + 1, groups + 2), "getresgid");
        for (var i = 0; i < 3; i++)
        {
            if (users[i] != uid || groups[i] != gid)
            {
                throw new LinuxException(Errno.EPERM, "setresuid", $"user {uid}, group {gid}");
            }
        }
    }
}
