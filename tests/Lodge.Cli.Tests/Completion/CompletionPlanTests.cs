using Lodge.Cli.App;
using Lodge.Cli.Completion;

namespace Lodge.Cli.Tests.Completion;

public sealed class CompletionPlanTests
{
    [Theory]
    [InlineData("", "st", "start stop", Completes.Nothing)]
    [InlineData("--json", "st", "start stop", Completes.Nothing)]
    [InlineData("--socket /x", "hos", "host", Completes.Nothing)]
    [InlineData("start", "", "", Completes.StoppedVm)]
    [InlineData("start web1", "", "", Completes.StoppedVm)]
    [InlineData("info web1", "", "", Completes.Nothing)]
    [InlineData("rename web1", "", "", Completes.Nothing)]
    [InlineData("stop", "--th", "--then", Completes.Nothing)]
    [InlineData("stop", "--js", "--json", Completes.Nothing)]
    [InlineData("stop web1 --then", "", "fail kill", Completes.Nothing)]
    [InlineData("stop web1 --then =", "k", "kill", Completes.Nothing)]
    [InlineData("stop --timeout 5m", "", "", Completes.LiveVm)]
    [InlineData("launch", "", "", Completes.Image)]
    [InlineData("launch tiny", "", "", Completes.Nothing)]
    [InlineData("launch --disk", "", "", Completes.Nothing)]
    [InlineData("image", "", "build delete import info list pull", Completes.Nothing)]
    [InlineData("image build", "", "", Completes.Image)]
    [InlineData("jobs", "", "cancel", Completes.Nothing)]
    [InlineData("jobs cancel", "", "", Completes.Job)]
    [InlineData("completion", "", "", Completes.Shell)]
    public void Next_word_is_offered(string before, string current, string candidates, object dynamic)
    {
        var words = before.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var (offered, kind) = CompletionPlan.Make(CommandTree.Create(), words, current);

        Assert.Equal(candidates, string.Join(' ', offered.Select(candidate => candidate.Text).Order(StringComparer.Ordinal)));
        Assert.Equal((Completes)dynamic, kind);
    }
}
