using Lodge.Cli.Launching;
using Lodge.Model.Errors;

namespace Lodge.Cli.Tests.Launching;

/// <summary>What cloud-init says of itself, as version 22.4 does.</summary>
public sealed class CloudInitWaitTests
{
    [Theory]
    [InlineData("""{"errors": [], "status": "running"}""", false)]
    [InlineData("""{"errors": [], "status": "done"}""", true)]
    [InlineData("""{"status": "disabled"}""", true)]
    public void Status_tells_whether_it_is_over(string json, bool isOver) => Assert.Equal(isOver, CloudInitWait.Read("web1", json).IsOver);

    [Fact]
    public void Failure_is_told_with_its_errors()
    {
        var failed = Assert.Throws<LodgeException>(() => CloudInitWait.Read("web1", """{"errors": ["('scripts-user', RuntimeError('Runparts: 1 failures'))"], "status": "error"}"""));
        Assert.Equal((ErrorCode.AgentFailed, "cloud-init failed in web1: ('scripts-user', RuntimeError('Runparts: 1 failures'))"), (failed.Error.Code, failed.Error.Message));
    }

    [Fact]
    public void Last_words_are_those_of_the_commands()
    {
        const string Log = """
            Cloud-init v. 22.4.2 running 'modules:final' at Tue, 24 Nov 2026 03:02:55 +0000. Up 101.11 seconds.
            ls: cannot access '/no/such/folder': No such file or directory
            2026-11-24 03:03:02,612 - cc_scripts_user.py[WARNING]: Failed to run module scripts-user (scripts in /var/lib/cloud/instance/scripts)
            ci-info: +---------+----------+
            Cloud-init v. 22.4.2 finished at Tue, 24 Nov 2026 03:03:03 +0000. Datasource DataSourceNoCloud.  Up 110.55 seconds
            """;
        Assert.Equal("  ls: cannot access '/no/such/folder': No such file or directory", CloudInitWait.LastWords(Log));
    }
}
