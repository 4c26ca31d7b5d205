using System.Globalization;
using Lodge.Model.Host;

namespace Lodge.Qemu.Launching;

/// <summary>Asks the kernel whether a QEMU has put on its seccomp filter.</summary>
internal static class SeccompState
{
    private const string Field = "Seccomp:";
    private const string Filtered = "2";

    /// <summary>The report with what the kernel says about the filter.</summary>
    public static SecurityReport AddTo(SecurityReport report, int pid) => new([.. report.Items, Read(pid)]);

    private static SecurityItem Read(int pid)
    {
        var line = File.ReadLines($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/status")
            .FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal));
        return line?[Field.Length..].Trim() == Filtered
            ? new("seccomp", SecurityState.Enforced, "QEMU's own filter, with every restriction")
            : new("seccomp", SecurityState.Unavailable, "this QEMU was built without seccomp");
    }
}
