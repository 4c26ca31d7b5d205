using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Qemu.Saving;

namespace Lodge.Qemu.Tests.Saving;

public sealed class SavedStatesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lodge-saves-").FullName;
    private readonly SavedStates _states;
    private readonly Guid _vm = Guid.NewGuid();

    public SavedStatesTests()
    {
        _states = new SavedStates(new QemuOptions { RunFolder = "", StateFolder = _folder, LogFolder = "", ShimPath = "" });
        Directory.CreateDirectory(Path.Combine(_folder, "saves"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Consumed_save_is_not_listed_and_comes_back_when_it_was_not_used_after_all()
    {
        File.WriteAllText(_states.ManagedPath(_vm), "x");
        Assert.Equal(_vm, Assert.Single(_states.ListManaged()));
        _states.MarkConsumed(_vm);
        Assert.Empty(_states.ListManaged());
        _states.UnmarkConsumed(_vm);
        Assert.Equal(_vm, Assert.Single(_states.ListManaged()));
        _states.UnmarkConsumed(_vm);
        Assert.Single(_states.ListManaged());
    }

    [Fact]
    public void Unfinished_save_is_not_listed_and_goes_with_the_leftovers()
    {
        File.WriteAllText(_states.ManagedPath(_vm), "x");
        File.WriteAllText(SavedStates.PartialPath(_states.ManagedPath(_vm)), "x");
        _states.DeleteLeftovers(_vm);
        Assert.Equal(_states.ManagedPath(_vm), Assert.Single(Directory.GetFiles(Path.Combine(_folder, "saves"))));
        _states.MarkConsumed(_vm);
        _states.Delete(_vm);
        _states.Delete(_vm);
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder, "saves")));
    }

    [Fact]
    public void Nothing_saved_is_nothing_to_delete()
    {
        Directory.Delete(Path.Combine(_folder, "saves"));
        Assert.Empty(_states.ListManaged());
        _states.Delete(_vm);
    }

    [Fact]
    public async Task File_that_is_no_saved_state_is_refused()
    {
        var path = Path.Combine(_folder, "x");
        File.WriteAllText(path, "hello");
        var error = (await Assert.ThrowsAsync<LodgeException>(
            () => _states.ReadHeaderAsync(path, TestContext.Current.CancellationToken))).Error;
        Assert.Equal(ErrorCode.BadFile, error.Code);
    }

    [Theory]
    [InlineData("short")]
    [InlineData(null)]
    public async Task Another_head_takes_the_place_of_the_old_one_and_the_memory_behind_it_stays(string? title)
    {
        var path = Path.Combine(_folder, "x.save");
        var header = new SavedStateHeader
        {
            Definition = new() { Name = "hello" },
            WasPaused = false,
            SavedAt = DateTimeOffset.UnixEpoch,
            QemuVersion = "7.2.22",
            MachineName = "pc-q35-7.2",
        };
        var memory = Enumerable.Range(0, 3 << 20).Select(i => (byte)(i >> 10)).ToArray();
        File.WriteAllBytes(path, [.. SaveFileFormat.Write(header), .. memory]);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var other = header with { WasPaused = true, Definition = header.Definition with { Description = title ?? new string('x', 8000) } };

        await _states.ReplaceHeaderAsync(path, other, TestContext.Current.CancellationToken);

        var bytes = File.ReadAllBytes(path);
        var (read, length) = SaveFileFormat.Read(bytes);
        Assert.Equal((true, other.Definition.Description), (read.WasPaused, read.Definition.Description));
        Assert.True(bytes.AsSpan(length).SequenceEqual(memory));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(path));
        Assert.Equal(path, Assert.Single(Directory.GetFiles(_folder)));
    }
}
