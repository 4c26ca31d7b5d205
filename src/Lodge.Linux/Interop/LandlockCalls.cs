using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Linux.Interop;

/// <summary>The three Landlock calls; libc has no wrappers for them (landlock(7), linux/landlock.h).</summary>
internal static unsafe partial class LandlockCalls
{
    private const int NrCreateRuleset = 444;
    private const int NrAddRule = 445;
    private const int NrRestrictSelf = 446;
    private const nint AskVersion = 1;
    private const nint RulePathBeneath = 1;

    // SAFETY: attribute structures are locals of the caller, of the size that is passed; the kernel copies them.

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Syscall(nint number, nint a, nint b, nint c, nint d);

    /// <summary>The kernel's Landlock ABI version, or -1 with errno when it has none or it is switched off.</summary>
    public static int Version() => (int)Syscall(NrCreateRuleset, 0, 0, AskVersion, 0);

    /// <summary>A new ruleset that handles the rights in the attribute.</summary>
    public static SafeFileHandle CreateRuleset(LandlockRulesetAttribute* attribute, nint size) =>
        new(Syscall(NrCreateRuleset, (nint)attribute, size, 0, 0), ownsHandle: true);

    /// <summary>Allows rights beneath a folder or on a file.</summary>
    public static int AddRule(int ruleset, LandlockPathAttribute* rule) =>
        (int)Syscall(NrAddRule, ruleset, RulePathBeneath, (nint)rule, 0);

    /// <summary>Puts the calling thread, and all that it becomes, under the ruleset.</summary>
    public static int RestrictSelf(int ruleset) => (int)Syscall(NrRestrictSelf, ruleset, 0, 0, 0);
}

/// <summary>struct landlock_ruleset_attr: 8 bytes in ABI 1, 16 from ABI 4, 24 from ABI 6.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LandlockRulesetAttribute
{
    public ulong HandledFiles;
    public ulong HandledNetwork;
    public ulong Scoped;
}

/// <summary>struct landlock_path_beneath_attr, packed to 12 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct LandlockPathAttribute
{
    public ulong Allowed;
    public int Parent;
}
