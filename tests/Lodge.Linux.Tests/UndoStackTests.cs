namespace Lodge.Linux.Tests;

public class UndoStackTests
{
    [Fact]
    public async Task Steps_are_undone_in_reverse_even_when_one_of_them_fails()
    {
        var (done, troubles) = (new List<int>(), new List<Exception>());
        await using (var undo = new UndoStack(troubles.Add))
        {
            undo.Push(() => done.Add(1));
            undo.Push(() => throw new InvalidOperationException("no"));
            undo.Push(async () =>
            {
                await Task.Yield();
                done.Add(3);
            });
        }

        Assert.Equal([3, 1], done);
        Assert.Single(troubles);
    }

    [Fact]
    public async Task What_is_kept_is_not_undone()
    {
        var done = new List<int>();
        await using (var undo = new UndoStack(_ => { }))
        {
            undo.Push(() => done.Add(1));
            undo.Keep();
        }

        Assert.Empty(done);
    }
}
