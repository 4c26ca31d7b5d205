using Lodge.Qemu.Panel;

namespace Lodge.Qemu.Tests.Panel;

/// <summary>Dumps that a guest causes by itself.</summary>
public sealed class DumpFolderTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 5, 1, 12, 0, 0, TimeSpan.FromHours(2));

    private readonly string _root = Directory.CreateTempSubdirectory("lodge-dumps-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Oldest_dumps_go_and_nothing_else_does()
    {
        var folder = Path.Combine(_root, "dumps", "some-vm");
        var dumps = new DumpFolder(folder);
        var paths = Enumerable.Range(0, 5).Select(minute =>
        {
            var path = dumps.MakeRoom(Start.AddMinutes(minute));
            File.WriteAllText(path, "");
            return path;
        }).ToArray();
        File.WriteAllText(Path.Combine(folder, "0-notes.txt"), "");
        Assert.Equal("20260501T100400.000Z.core", Path.GetFileName(paths[4]));
        Assert.Equal(paths[2..], Directory.GetFiles(folder, "*.core").Order());

        var next = dumps.MakeRoom(Start.AddMinutes(5));
        Assert.False(File.Exists(next));
        Assert.Equal(paths[3..], Directory.GetFiles(folder, "*.core").Order());
        Assert.True(File.Exists(Path.Combine(folder, "0-notes.txt")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
    }
}
