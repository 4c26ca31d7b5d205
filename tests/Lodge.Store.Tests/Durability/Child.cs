using System.Diagnostics;

namespace Lodge.Store.Tests.Durability;

/// <summary>Starts this very program as the other process of a test.</summary>
internal static class Child
{
    public static Process Start(string mode, string file) => Start(Self, "child", mode, file);

    /// <summary>
    /// Runs the child in a private mount namespace, on a small memory-backed disk at <paramref name="folder"/>,
    /// after <paramref name="prepare"/> (a shell command); skips the test where the kernel does not allow that.
    /// </summary>
    public static async Task<string> RunOnOwnDiskAsync(string mode, string folder, string size, string prepare = ":")
    {
        var isRoot = Environment.UserName == "root";
        string[] unshare = ["--mount", .. isRoot ? Array.Empty<string>() : ["--map-root-user"]];
        var mount = $"mount -t tmpfs -o size={size} lodge-test '{folder}'";
        await SkipUnlessPossibleAsync(unshare, mount);

        var script = $"{mount} && {prepare} && exec \"$0\" child {mode} '{folder}/lodge.db'";
        using var child = Start("unshare", [.. unshare, "sh", "-c", script, Self]);
        var output = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        return output;
    }

    private static string Self => Environment.ProcessPath!;

    private static async Task SkipUnlessPossibleAsync(string[] unshare, string mount)
    {
        using var trial = Start("unshare", [.. unshare, "sh", "-c", mount]);
        await trial.WaitForExitAsync();
        Assert.SkipWhen(trial.ExitCode != 0, "This user may not make a mount namespace with a tmpfs here.");
    }

    private static Process Start(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
}
