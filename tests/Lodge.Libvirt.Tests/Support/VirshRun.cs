using System.Diagnostics;

namespace Lodge.Libvirt.Tests.Support;

/// <summary>Debian's own virsh, one command at a time.</summary>
internal static class VirshRun
{
    private const string Program = "/usr/bin/virsh";
    private static readonly HashSet<string> s_watching = ["dump", "managedsave", "save"];

    public static async Task<(int Status, string Output)> RunAsync(TestServer server, params string[] command)
    {
        Assert.SkipUnless(File.Exists(Program), "virsh (Debian's libvirt-clients) is not installed.");
        await using var slow = s_watching.Contains(command[0]) ? new SlowAnswers(server.ReadWrite) : null;
        using var process = Process.Start(new ProcessStartInfo(Program, ["-c", $"qemu+unix:///system?socket={slow?.Address ?? server.ReadWrite}", .. command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["LC_ALL"] = "C" },
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
        return (process.ExitCode, await output + await errors);
    }
}
