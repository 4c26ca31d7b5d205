using System.Diagnostics;
using System.Text;
using Lodge.Api.Contracts;
using Lodge.Cli.Tests.Support;

namespace Lodge.Cli.Tests.Terminal;

/// <summary>The real program at a real pseudo-terminal, made by script(1).</summary>
public sealed class RawModeTests
{
    private const string Path = "GET /v1/vms/web1/console";

    [Fact]
    public async Task Keys_arrive_unchanged_and_the_terminal_is_given_back_at_the_escape_key()
    {
        await using var api = await FakeApi.StartAsync();
        using var terminal = new Terminal(api);
        var typed = "";
        api.OnConsole(Path, async peer =>
        {
            await peer.AttachAsync(writer: true);
            await terminal.ShowsAsync("Ctrl-] leaves");
            terminal.Type("a\u0003\u0004\u001a\r");
            typed = await peer.ReadUntilAsync("\r") ?? "";
            terminal.Type("\u001d");
            await peer.UntilLeftAsync();
        });

        var (status, restored) = await terminal.RunAsync();

        Assert.Equal(("a\u0003\u0004\u001a\r", 0, true), (typed, status, restored));
    }

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    [InlineData("INT", 130)]
    [InlineData("QUIT", 131)]
    public async Task Terminal_is_given_back_when_a_signal_ends_the_program(string signal, int expected)
    {
        await using var api = await FakeApi.StartAsync();
        using var terminal = new Terminal(api);
        api.OnConsole(Path, async peer =>
        {
            await peer.AttachAsync(writer: true);
            await terminal.ShowsAsync("Ctrl-] leaves");
            terminal.Type("x\r");
            await peer.ReadUntilAsync("\r");
            terminal.Kill(signal);
            await peer.UntilLeftAsync();
        });

        Assert.Equal((expected, true), await terminal.RunAsync());
    }

    [Fact]
    public async Task Terminal_is_given_back_when_the_vm_stops_or_the_daemon_dies()
    {
        await using var api = await FakeApi.StartAsync();
        using var stopped = new Terminal(api);
        api.OnConsole(Path, async peer =>
        {
            await peer.AttachAsync(writer: true);
            await peer.ControlAsync(new ConsoleControl { Type = "closed", Detail = "It stopped." });
        });
        Assert.Equal((0, true), await stopped.RunAsync());

        using var cut = new Terminal(api);
        api.On(Path, async (context, _) =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await new FakeConsolePeer(socket).AttachAsync(writer: true);
            context.Abort();
        });
        Assert.Equal((6, true), await cut.RunAsync());
    }

    /// <summary>A shell in a pseudo-terminal that notes the terminal's settings, runs the program, and notes them again.</summary>
    private sealed class Terminal : IDisposable
    {
        private readonly string _folder;
        private readonly Process _script;
        private readonly StringBuilder _shown = new();
        private Task _reading = Task.CompletedTask;

        public Terminal(FakeApi api)
        {
            Assert.SkipUnless(File.Exists("/usr/bin/script"), "script(1) of util-linux is not installed.");
            _folder = Directory.CreateTempSubdirectory("lodge-pty-").FullName;
            var program = System.IO.Path.Combine(AppContext.BaseDirectory, "lodge");
            var command = $"""
                cd {_folder}
                stty -a > before
                sh -c 'echo $$ > pid; exec "$0" "$@"' {program} --socket {api.Socket} console web1
                echo $? > status
                stty -a > after
                """;
            var start = new ProcessStartInfo("/usr/bin/script", ["-qec", command, "/dev/null"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            };
            _script = new Process { StartInfo = start };
        }

        /// <summary>Waits until the terminal has shown a text.</summary>
        public async Task ShowsAsync(string text)
        {
            for (var tries = 0; tries < 1000 && !Shown.Contains(text, StringComparison.Ordinal); tries++)
            {
                await Task.Delay(10);
            }
        }

        public void Type(string keys)
        {
            _script.StandardInput.Write(keys);
            _script.StandardInput.Flush();
        }

        public void Kill(string signal)
        {
            using var kill = Process.Start("/bin/kill", [$"-{signal}", File.ReadAllText(System.IO.Path.Combine(_folder, "pid")).Trim()]);
            kill.WaitForExit();
        }

        public async Task<(int Status, bool Restored)> RunAsync()
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            _script.Start();
            _reading = ReadAsync();
            await _reading.WaitAsync(limit.Token);
            await _script.WaitForExitAsync(limit.Token);
            Assert.True(File.Exists(System.IO.Path.Combine(_folder, "after")), Shown);
            return (int.Parse(Read("status")), Read("before") == Read("after"));
        }

        public void Dispose()
        {
            _script.Kill(entireProcessTree: true);
            _script.Dispose();
            Directory.Delete(_folder, recursive: true);
        }

        private string Shown
        {
            get
            {
                lock (_shown)
                {
                    return _shown.ToString();
                }
            }
        }

        private async Task ReadAsync()
        {
            var buffer = new char[1024];
            int count;
            while ((count = await _script.StandardOutput.ReadAsync(buffer)) > 0)
            {
                lock (_shown)
                {
                    _shown.Append(buffer, 0, count);
                }
            }
        }

        private string Read(string file) => File.ReadAllText(System.IO.Path.Combine(_folder, file));
    }
}
