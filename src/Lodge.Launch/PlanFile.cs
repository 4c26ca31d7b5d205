using Lodge.Linux.Descriptors;
using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Linux.Interop;
using Lodge.Linux.Launch;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Launch;

/// <summary>Reads the plan that the daemon passed, and believes it only when nobody can change it any more.</summary>
internal static class PlanFile
{
    public static LaunchPlan Read(int descriptor)
    {
        using var file = new SafeFileHandle(descriptor, ownsHandle: true);
        if (!MemFd.IsSealed(file))
        {
            throw new LaunchRefusedException(
                "plan", "The plan is not in a sealed memory file: somebody could have changed it.");
        }

        var size = FileIdentity.Of(file).Size;
        return size > PlanEnvelope.LongestPlan
            ? throw new LaunchRefusedException("plan", $"The plan has {size} bytes; {PlanEnvelope.LongestPlan} are allowed.")
            : PlanEnvelope.Read(ReadAll(file, (int)size));
    }

    private static unsafe byte[] ReadAll(SafeFileHandle file, int size)
    {
        var bytes = new byte[size];

        // SAFETY: the array is pinned for the call and has the length that is passed.
        fixed (byte* data = bytes)
        {
            // A memory file gives all there is at once; its length is sealed.
            return FileCalls.ReadAt(file, data, size, 0) == size ? bytes : throw LinuxException.Last("read", "plan");
        }
    }
}
