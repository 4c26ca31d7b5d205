using System.Text;
using Lodge.Cli.App;
using Lodge.Cli.Tests.Support;
using Lodge.Model.Errors;

namespace Lodge.Cli.Tests.App;

public sealed class ExitStatusTests
{
    // A new code shows up here without a line of its own, and makes somebody decide.
    [Fact]
    public void Each_error_code_has_the_agreed_exit_status()
    {
        var table = new StringBuilder();
        foreach (var code in Enum.GetValues<ErrorCode>())
        {
            table.Append($"{code} {(int)ExitStatuses.Of(code)}\n");
        }

        GoldenFile.Matches("exit-statuses.txt", table.ToString());
    }

    [Fact]
    public void Each_status_is_documented_once() =>
        Assert.Equal(Enum.GetValues<ExitStatus>(), ExitStatuses.All.Select(pair => pair.Status));

    [Fact]
    public void Worst_of_several_is_the_highest()
    {
        Assert.Equal(ExitStatus.Conflict, ExitStatuses.Worst([ExitStatus.Ok, ExitStatus.Conflict, ExitStatus.NotFound]));
        Assert.Equal(ExitStatus.Ok, ExitStatuses.Worst([]));
    }
}
