using System.Text.RegularExpressions;
using Lodge.Api.Contracts;
using Lodge.System.Tests.Support;
using Lodge.TestSupport.Daemons;
using Lodge.TestSupport.Guests;

namespace Lodge.System.Tests.Consoles;

/// <summary>A person with a terminal at the console of a Linux guest, and the log of what it shows.</summary>
public sealed partial class TerminalTests
{
    private const int Rows = 10_000;

    [Fact]
    public async Task Person_works_at_a_shell_in_the_guest_and_its_log_is_rotated()
    {
        var image = await TinyGuest.GetAsync();
        await using var daemon = await LodgedProcess.StartAsync("--accel", "tcg", "--console-log-size", "64KiB", "--console-log-keep", "3");
        using var client = daemon.Client();
        await client.CreateVmAsync(new CreateVm { Definition = image.Vm("desk"), Start = true });
        using (var terminal = new Terminal(daemon, "console desk"))
        {
            await terminal.ShowsAsync("Ctrl-] leaves");
            await terminal.ShowsAsync("# ", TinyGuest.BootLimit);
            terminal.Type("echo sum-$((6*7))\r");
            await terminal.ShowsAsync("sum-42");

            // Ctrl-C goes to the guest, and does not end the program.
            terminal.Type("echo waits-$((1+1)); sleep 1000\r");
            await terminal.ShowsAsync("waits-2");
            await Soon.HoldsAsync(
                async () =>
                {
                    // The first may come before the shell has begun to sleep, and be nobody's.
                    terminal.Type("\u0003");
                    await Task.Delay(500);
                    terminal.Type("echo on-$((7*7))\r");
                    await Task.Delay(500);
                    return terminal.Shown.Contains("on-49", StringComparison.Ordinal);
                },
                "Ctrl-C ends what the guest does");
            terminal.Type($"seq 1 {Rows} | sed 's/.*/row &./'\r");
            await terminal.ShowsAsync($"row {Rows}.", TinyGuest.BootLimit);
            terminal.Type("\u001d");

            Assert.Equal((0, true), await terminal.EndAsync());
        }

        await LogIsRotatedAsync(daemon, (await client.GetVmAsync("desk")).Runtime!.ConsoleLog!);
        await client.KillVmAsync("desk");
    }

    // The daemon looks after its logs each 20 s. What was printed before stays readable, without a gap.
    private static async Task LogIsRotatedAsync(LodgedProcess daemon, string log)
    {
        await Soon.HoldsAsync(
            () => Task.FromResult(File.Exists($"{log}.1") && new FileInfo(log).Length < 64 << 10), "the log is rotated", TimeSpan.FromSeconds(60));
        var read = await daemon.LodgeAsync("log", "desk");
        Assert.Equal(0, read.ExitCode);
        Assert.Equal(Rows, Row().Count(read.Output));
        var last = string.Concat($"row {Rows}.".Select(letter => $"{Regex.Escape(letter.ToString())}+"));
        Assert.Matches(last, (await daemon.LodgeAsync("log", "desk", "--tail", "2")).Output);
    }

    // When its reader is slow, QEMU writes a byte to its log, has to wait, and writes it again (qemu_chr_write_buffer in
    // chardev/char.c): in the log, not on the console, a character can be doubled.
    [GeneratedRegex(@"^r+o+w+ +\d+\.+\r*$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
