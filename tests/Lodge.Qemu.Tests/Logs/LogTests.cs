using System.Text;
using Lodge.Linux.Files;
using Lodge.Qemu.Logs;

namespace Lodge.Qemu.Tests.Logs;

public sealed class LogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lodge-logs-").FullName;

    private string Log => Path.Combine(_folder, "console.log");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Rotation_keeps_the_writer_going_and_the_newest_parts()
    {
        using var writer = LinuxFile.Open(Log, OpenFlags.Write | OpenFlags.Append | OpenFlags.Create);
        for (var i = 0; i < 6; i++)
        {
            RandomAccess.Write(writer, Encoding.ASCII.GetBytes($"[part {i}]"), 0);
            LogRotation.RotateIfGrown(Log, new LogLimits(5, 3));
            Assert.Equal(0, new FileInfo(Log).Length);
        }

        RandomAccess.Write(writer, "[now]"u8, 0);
        using var all = LogParts.Open(LogRotation.PartsOf(Log, 3))!;
        Assert.Equal("[part 3][part 4][part 5][now]", new StreamReader(all).ReadToEnd());
        Assert.Equal(4, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public void Small_log_is_left_alone()
    {
        File.WriteAllText(Log, "abc");
        LogRotation.RotateIfGrown(Log, new LogLimits(3, 3));
        LogRotation.RotateIfGrown(Log + ".missing", new LogLimits(3, 3));
        Assert.Equal("abc", File.ReadAllText(Log));
        Assert.Null(LogParts.Open(LogRotation.PartsOf(Log + ".missing", 3)));
    }

    [Fact]
    public void Parts_are_read_from_any_position()
    {
        File.WriteAllText(Log + ".1", "0123");
        File.WriteAllText(Log, "4567");
        using var all = LogParts.Open(LogRotation.PartsOf(Log, 2))!;
        Assert.Equal(8, all.Length);
        all.Seek(-5, SeekOrigin.End);
        var rest = new byte[8];
        Assert.Equal(5, all.ReadAtLeast(rest, 8, throwOnEndOfStream: false));
        Assert.Equal("34567", Encoding.ASCII.GetString(rest, 0, 5));
    }

    [Fact]
    public void Last_words_are_those_of_the_newest_run_without_control_characters()
    {
        var heading = Encoding.UTF8.GetString(QemuLog.Heading(DateTimeOffset.UnixEpoch, "/usr/bin/qemu", ["-name", "a b'c"]));
        Assert.Equal("==== 1970-01-01T00:00:00+00:00 /usr/bin/qemu -name 'a b'\\''c'\n", heading);
        Assert.Equal(["new \x20[31mred"], QemuLog.Lines($"{heading}old\n{heading}new \x1b[31mred\n\n"));
        Assert.Equal(20, QemuLog.Lines(string.Join('\n', Enumerable.Range(0, 50))).Count);
        Assert.Empty(QemuLog.LastWords(Log));
    }
}
