using Lodge.Architecture.Tests.Support;

namespace Lodge.Architecture.Tests.Scripts;

public sealed class ScriptTests
{
    private static IEnumerable<string> Programs =>
        new[] { "build.sh", "run.sh", "test.sh", ".ci/run" }.Select(name => Path.Combine(Repository.Root, name));

    [Fact]
    public void Scripts_stop_at_the_first_failure() => Verdict.Clean(
        "Scripts without 'set -euo pipefail':",
        Programs.Concat(Repository.Files("eng", ".sh"))
            .Where(path => !File.ReadAllText(path).Contains("set -euo pipefail", StringComparison.Ordinal))
            .Select(Repository.Relative));

    [Fact]
    public void Scripts_can_be_run() => Verdict.Clean(
        "Scripts that are not executable:",
        Programs.Where(path => !File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute)).Select(Repository.Relative));
}
