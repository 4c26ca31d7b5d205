using Lodge.Model.Errors;
using Lodge.Model.Jobs;
using Lodge.Store.Tables;
using Lodge.Store.Tests.Support;

namespace Lodge.Store.Tests;

public sealed class SqliteStoreTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly StoreFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Definition_with_every_field_comes_back_the_same_after_reopening()
    {
        await using (var store = await folder.OpenAsync())
        {
            await store.SaveVmAsync(Sample.Vm(1), 7, None);
            await store.SaveVmAsync(Sample.Vm(2), 1, None);
            await store.SaveStatusAsync(Sample.Id(1), Sample.Died(), ["qemu: 1", "qemu: \"2\""], None);
        }

        await using var reopened = await folder.OpenAsync();
        var vms = (await reopened.LoadVmsAsync(None)).ToDictionary(vm => vm.Definition.Id);

        Assert.Equal(2, vms.Count);
        var first = vms[Sample.Id(1)];
        Assert.Equal(Sample.Text(Sample.Vm(1)), Sample.Text(first.Definition.Value));
        Assert.Equal((7L, Sample.Died()), (first.Revision, first.Status));
        Assert.Equal(["qemu: 1", "qemu: \"2\""], first.LastWords);
        Assert.Null(vms[Sample.Id(2)].Status);
        Assert.Empty(vms[Sample.Id(2)].LastWords);
    }

    [Fact]
    public async Task Definition_saved_again_is_replaced_and_keeps_why_it_stopped()
    {
        await using var store = await folder.OpenAsync();
        await store.SaveVmAsync(Sample.Vm(1), 1, None);
        await store.SaveStatusAsync(Sample.Id(1), Sample.Died(), ["last"], None);

        await store.SaveVmAsync(Sample.Vm(1, "renamed"), 2, None);

        var vm = Assert.Single(await store.LoadVmsAsync(None));
        Assert.Equal(("renamed", 2L, Sample.Died()), (vm.Definition.Name, vm.Revision, vm.Status));
        Assert.Equal(["last"], vm.LastWords);
    }

    [Fact]
    public async Task Deleted_definition_is_gone_from_the_file_itself_a_moment_later()
    {
        await using var store = await folder.OpenAsync();
        await store.SaveVmAsync(Sample.Vm(1), 1, None);
        await store.SaveVmAsync(Sample.Vm(2), 1, None);

        await store.DeleteVmAsync(Sample.Id(1), None);
        Assert.Single(await store.LoadVmsAsync(None));

        // What is only in the write-ahead log is not in a copy of the file alone.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (folder.CountInFileAlone() != 1)
        {
            await Task.Delay(20, patience.Token);
        }
    }

    [Fact]
    public async Task Definition_is_read_as_stored_last_and_a_deleted_one_is_told_as_such()
    {
        await using var store = await folder.OpenAsync();
        await store.SaveVmAsync(Sample.Vm(1), 1, None);
        var kept = Assert.Single(await store.LoadVmsAsync(None)).Definition;
        Assert.Same(kept.Value, kept.Value);

        var late = Assert.Single(await store.LoadVmsAsync(None)).Definition;
        await store.SaveVmAsync(Sample.Vm(1) with { Title = "new" }, 2, None);
        Assert.Equal(("new", "A “title”"), (late.Value.Title, late.Summary.Title));

        await store.SaveVmAsync(Sample.Vm(1), 1, None);
        Assert.Equal("A “title”", late.Value.Title);

        var unread = Assert.Single(await store.LoadVmsAsync(None)).Definition;
        await store.DeleteVmAsync(Sample.Id(1), None);
        var gone = Assert.Throws<LodgeException>(() => unread.Value).Error;
        Assert.Equal((ErrorCode.VmNotFound, "VM 'vm-1' was deleted a moment ago."), (gone.Code, gone.Message));
    }

    [Fact]
    public async Task Name_of_another_definition_is_refused_and_changes_nothing()
    {
        await using var store = await folder.OpenAsync();
        await store.SaveVmAsync(Sample.Vm(1, "web"), 1, None);

        var refused = await Assert.ThrowsAsync<LodgeException>(() => store.SaveVmAsync(Sample.Vm(2, "web"), 1, None));

        Assert.Equal(ErrorCode.VmExists, refused.Error.Code);
        Assert.Contains("'web'", refused.Error.Message);
        Assert.Equal(Sample.Id(1), Assert.Single(await store.LoadVmsAsync(None)).Definition.Id);
    }

    [Fact]
    public async Task Deleted_definition_frees_its_name_and_may_be_deleted_again()
    {
        await using var store = await folder.OpenAsync();
        await store.SaveVmAsync(Sample.Vm(1, "web"), 1, None);
        await store.DeleteVmAsync(Sample.Id(1), None);
        await store.DeleteVmAsync(Sample.Id(1), None);
        await store.SaveStatusAsync(Sample.Id(1), Sample.Died(), [], None);
        await store.SaveVmAsync(Sample.Vm(2, "web"), 1, None);

        Assert.Equal(Sample.Id(2), Assert.Single(await store.LoadVmsAsync(None)).Definition.Id);
    }

    [Fact]
    public async Task Writes_that_queue_up_together_each_get_their_own_answer()
    {
        await using var store = await folder.OpenAsync();
        var writes = Enumerable.Range(0, 600)
            .Select(number => store.SaveVmAsync(Sample.Vm(number, number % 100 == 7 ? "taken" : null), 1, None))
            .ToList();

        await Task.WhenAll(writes).ContinueWith(_ => { }, TaskScheduler.Default);

        Assert.Equal(5, writes.Count(write => write.IsFaulted));
        Assert.Equal(595, (await store.LoadVmsAsync(None)).Count);
    }

    [Fact]
    public async Task Cancelled_write_is_not_done()
    {
        await using var store = await folder.OpenAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => store.SaveVmAsync(Sample.Vm(1), 1, new CancellationToken(canceled: true)));

        Assert.Empty(await store.LoadVmsAsync(None));
    }

    [Fact]
    public async Task Jobs_beyond_the_limit_are_forgotten_oldest_first_but_running_ones_stay()
    {
        await using var store = await folder.OpenAsync();
        await store.SaveJobAsync(Sample.Job(0, JobState.Running), None);
        await Task.WhenAll(Enumerable.Range(1, JobTable.Kept + 20).Select(number => store.SaveJobAsync(Sample.Job(number), None)));

        var jobs = await store.LoadJobsAsync(int.MaxValue, None);

        Assert.Equal(JobTable.Kept + 1, jobs.Count);
        Assert.Equal(Sample.Id(JobTable.Kept + 20), jobs[0].Id);
        Assert.Equal(Sample.Id(21), jobs[^2].Id);
        Assert.Equal((Sample.Id(0), JobState.Running), (jobs[^1].Id, jobs[^1].State));

        await store.SaveJobAsync(Sample.Job(0, JobState.Interrupted), None);
        Assert.Equal(JobTable.Kept, (await store.LoadJobsAsync(int.MaxValue, None)).Count);
    }

    [Fact]
    public async Task Job_saved_again_keeps_its_place()
    {
        await using var store = await folder.OpenAsync();
        await store.SaveJobAsync(Sample.Job(1, JobState.Running), None);
        await store.SaveJobAsync(Sample.Job(2, JobState.Running), None);
        await store.SaveJobAsync(Sample.Job(1, JobState.Failed) with { Error = new LodgeError(ErrorCode.Timeout, "m", "r") }, None);

        var newest = Assert.Single(await store.LoadJobsAsync(1, None));
        Assert.Equal(Sample.Id(2), newest.Id);
        var oldest = (await store.LoadJobsAsync(2, None))[1];
        Assert.Equal((JobState.Failed, new LodgeError(ErrorCode.Timeout, "m", "r")), (oldest.State, oldest.Error));
    }

    [Fact]
    public async Task Sequence_numbers_are_never_handed_out_twice()
    {
        await using (var store = await folder.OpenAsync())
        {
            Assert.Equal(1, await store.ReserveSequencesAsync(100, None));
            Assert.Equal(101, await store.ReserveSequencesAsync(1, None));
        }

        await using var reopened = await folder.OpenAsync();
        var firsts = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => reopened.ReserveSequencesAsync(10, None)));
        Assert.Equal(Enumerable.Range(0, 50).Select(n => 102L + (10 * n)), firsts.Order());
    }

    [Fact]
    public async Task Closed_store_finishes_what_is_queued_and_refuses_more()
    {
        var store = await folder.OpenAsync();
        var queued = Enumerable.Range(0, 50).Select(number => store.SaveVmAsync(Sample.Vm(number), 1, None)).ToList();
        await store.DisposeAsync();
        await Task.WhenAll(queued);

        var refused = await Assert.ThrowsAsync<LodgeException>(() => store.SaveVmAsync(Sample.Vm(99), 1, None));
        Assert.Equal(ErrorCode.ShuttingDown, refused.Error.Code);
        Assert.Equal([folder.DatabasePath], Directory.GetFiles(folder.Folder));
    }
}
