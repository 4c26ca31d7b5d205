using Lodge.Api.Contracts;
using Lodge.Model.Errors;
using Lodge.System.Tests.Support;
using Lodge.TestSupport.Daemons;

namespace Lodge.System.Tests.BadInput;

/// <summary>Two people who edit one VM.</summary>
public sealed class RacingEditTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
{
    [Fact]
    public async Task Second_of_two_edits_is_refused_and_the_first_stays()
    {
        var daemon = fixture.Daemon;
        using var client = daemon.Client();
        await client.CreateVmAsync(new CreateVm { Definition = new() { Name = "edited" } });
        var read = await client.GetVmForEditAsync("edited");

        // While one person's editor is open, another sets a field.
        var editor = Path.Combine(daemon.Root, "editor.sh");
        await File.WriteAllTextAsync(editor, $"""
            #!/bin/sh
            sed -i 's/"name": "edited"/"title": "slow", &/' "$1"
            '{Repository.Program("lodge")}' edit edited --set title=quick
            """);
        File.SetUnixFileMode(editor, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using var slow = new Terminal(daemon, "edit edited --yes", editor);

        var (status, _) = await slow.EndAsync();

        Assert.True(status == 4, $"status {status}: {slow.Shown}");
        Assert.Contains("changed", slow.Shown, StringComparison.Ordinal);
        Assert.Equal("quick", (await client.GetVmAsync("edited")).Definition.Title);
        var stale = await Refused.ByApiAsync(
            daemon, ErrorCode.RevisionMismatch, ask => ask.ReplaceVmAsync("edited", read.Definition with { Title = "stale" }, read.Revision));
        Assert.NotNull(stale.Remedy);
    }

    [Fact]
    public async Task Of_many_edits_of_one_revision_exactly_one_wins()
    {
        using var client = fixture.Daemon.Client();
        var vm = await client.CreateVmAsync(new CreateVm { Definition = new() { Name = "contested" } });

        var edits = await Task.WhenAll(Enumerable.Range(0, 8).Select(async number =>
        {
            try
            {
                await client.ReplaceVmAsync("contested", vm.Definition with { Title = $"edit {number}" }, vm.Revision);
                return number;
            }
            catch (LodgeException lost) when (lost.Error.Code == ErrorCode.RevisionMismatch)
            {
                return -1;
            }
        }));

        var winner = Assert.Single(edits, number => number >= 0);
        var now = await client.GetVmAsync("contested");
        Assert.Equal(($"edit {winner}", vm.Revision + 1), (now.Definition.Title, now.Revision));
    }
}
