using System.Diagnostics;
using Lodge.Architecture.Tests.Support;

namespace Lodge.Architecture.Tests.Sources;

public sealed class IgnoredFileTests
{
    private static readonly string[] Folders = ["src", "tests", "bench", "docs", "eng"];

    /// <summary>A file that .gitignore hides works on its author's machine and is missing everywhere else.</summary>
    [Fact]
    public async Task No_source_is_hidden_from_git_by_accident()
    {
        Assert.SkipUnless(Path.Exists(Path.Combine(Repository.Root, ".git")), "This is no git checkout, so nothing can be hidden from git.");
        var start = new ProcessStartInfo(
            "git", ["-C", Repository.Root, "ls-files", "--others", "--ignored", "--exclude-standard", "--", .. Folders])
        {
            RedirectStandardOutput = true,
        };
        using var git = Process.Start(start)!;
        var hidden = await git.StandardOutput.ReadToEndAsync();
        await git.WaitForExitAsync();
        Assert.SkipWhen(git.ExitCode != 0, "git does not answer for this checkout, perhaps because it belongs to another user.");

        Verdict.Clean(
            "Files that .gitignore hides:",
            hidden.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
