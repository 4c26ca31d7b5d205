using System.Diagnostics;
using System.Text;
using Lodge.TestSupport.Daemons;

namespace Lodge.System.Tests.Support;

/// <summary>The real <c>lodge</c> at a real pseudo-terminal, made by script(1), with a person who types.</summary>
internal sealed class Terminal : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lodge-pty-");
    private readonly Process _script;
    private readonly StringBuilder _shown = new();
    private readonly Task _reading;

    /// <summary>Starts a command.</summary>
    /// <param name="daemon">The daemon that it talks to.</param>
    /// <param name="arguments">Arguments of <c>lodge</c>, without blanks in them.</param>
    /// <param name="editor">What $EDITOR is.</param>
    public Terminal(LodgedProcess daemon, string arguments, string? editor = null)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "script(1) of util-linux, which makes the terminal, is not installed");
        var command = $"""
            cd '{_folder.FullName}'
            stty -a > before
            '{Repository.Program("lodge")}' {arguments}
            echo $? > status
            stty -a > after
            """;
        var start = new ProcessStartInfo("/usr/bin/script", ["-qec", command, "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["LODGE_SOCKET"] = daemon.Socket;
        start.Environment["TERM"] = "xterm";
        start.Environment["VISUAL"] = start.Environment["EDITOR"] = editor;
        _script = Process.Start(start)!;
        _reading = ReadAsync();
    }

    /// <summary>All that the terminal has shown.</summary>
    public string Shown
    {
        get
        {
            lock (_shown)
            {
                return _shown.ToString();
            }
        }
    }

    /// <summary>Types keys.</summary>
    public void Type(string keys)
    {
        _script.StandardInput.Write(keys);
        _script.StandardInput.Flush();
    }

    /// <summary>Waits until the terminal has shown a text.</summary>
    public async Task ShowsAsync(string text, TimeSpan? limit = null)
    {
        try
        {
            await Soon.HoldsAsync(() => Task.FromResult(Shown.Contains(text, StringComparison.Ordinal)), text, limit ?? TimeSpan.FromSeconds(60));
        }
        catch (Exception late)
        {
            throw new TimeoutException($"The terminal did not show '{text}'. It shows:\n{Shown[Math.Max(0, Shown.Length - 2000)..]}", late);
        }
    }

    /// <summary>Waits until the command has ended.</summary>
    /// <returns>Its exit status, and whether the terminal's settings are as they were.</returns>
    public async Task<(int Status, bool Restored)> EndAsync()
    {
        await _reading.WaitAsync(TimeSpan.FromSeconds(60));
        await _script.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return (int.Parse(Read("status"), global::System.Globalization.CultureInfo.InvariantCulture), Read("before") == Read("after"));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_script.HasExited)
        {
            _script.Kill(entireProcessTree: true);
        }

        _script.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task ReadAsync()
    {
        var buffer = new char[1024];
        while (await _script.StandardOutput.ReadAsync(buffer) is > 0 and var count)
        {
            lock (_shown)
            {
                _shown.Append(buffer, 0, count);
            }
        }
    }

    private string Read(string file) => File.ReadAllText(Path.Combine(_folder.FullName, file));
}
