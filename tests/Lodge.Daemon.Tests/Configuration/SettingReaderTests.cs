using Lodge.Daemon.Configuration;
using Lodge.Model.Errors;
using Lodge.Model.Vms;

namespace Lodge.Daemon.Tests.Configuration;

public sealed class SettingReaderTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public void Command_line_wins_over_environment_and_that_over_the_file()
    {
        File.WriteAllText(_file, "# a comment\naccel = \"tcg\"\nconsole-log-keep = 7\nallow-tcg-fallback = true\nroot = '/from/file'\n");
        var options = SettingReader.Read(
            ["--config", _file, "--root=/from/line"],
            name => name switch { "LODGE_ROOT" => "/from/environment", "LODGE_CONSOLE_LOG_KEEP" => "9", _ => null });
        Assert.Equal((Accelerator.Tcg, true, "/from/line", 9), (options.Accel, options.AllowTcgFallback, options.Root, options.ConsoleLogKeep));
    }

    [Theory]
    [InlineData("acel = \"tcg\"", "line 1: there is no setting 'acel'", "Did you mean 'accel'?")]
    [InlineData("\n\naccel = \"xen\"", "line 3: accel must be one of auto, kvm, tcg, and is 'xen'", "How guests run")]
    [InlineData("vm-uid-count = 3", "vm-uid-count must be 16 to 1000000, and is '3'", "How many user ids")]
    [InlineData("[section]\nroot = '/x'", "there is no setting '[section]'", "The settings are")]
    [InlineData("root = ", "no TOML", "Correct that line")]
    public void Wrong_file_is_refused_with_its_line_and_a_remedy(string text, string message, string remedy)
    {
        File.WriteAllText(_file, text);
        var error = Assert.Throws<LodgeException>(() => SettingReader.Read(["--config", _file], _ => null)).Error;
        Assert.Equal(ErrorCode.InvalidArgument, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("root", "takes options only")]
    [InlineData("--root", "lacks its value")]
    [InlineData("--rot=/x", "there is no setting 'rot'")]
    [InlineData("--config=/no/such/file", "cannot be read")]
    public void Wrong_command_line_is_refused(string argument, string message) =>
        Assert.Contains(message, Assert.Throws<LodgeException>(() => SettingReader.Read([argument], _ => null)).Error.Message, StringComparison.Ordinal);

    public void Dispose() => File.Delete(_file);
}
