using System.Diagnostics;
using System.Text;

namespace Lodge.Libvirt.Tests.Support;

/// <summary>virsh at a pseudo-terminal, made by script(1), with a person who types.</summary>
internal sealed class VirshTerminal : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly Process _script;
    private readonly StringBuilder _shown = new();
    private readonly Task _reading;

    /// <summary>Starts a command.</summary>
    /// <param name="server">The server that it talks to.</param>
    /// <param name="command">virsh's command and arguments.</param>
    public VirshTerminal(TestServer server, string command)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/virsh"), "virsh (Debian's libvirt-clients) is not installed.");
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "script(1) of util-linux, which makes the terminal, is not installed");
        var virsh = $"/usr/bin/virsh -c 'qemu+unix:///system?socket={server.ReadWrite}' {command}";
        _script = Process.Start(new ProcessStartInfo("/usr/bin/script", ["-qec", virsh, "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["LC_ALL"] = "C", ["TERM"] = "xterm" },
        })!;
        _reading = ReadAsync();
    }

    /// <summary>Types keys.</summary>
    public void Type(string keys)
    {
        _script.StandardInput.Write(keys);
        _script.StandardInput.Flush();
    }

    /// <summary>Waits until the terminal has shown a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="again">Done before each look, for what is lost when it comes too early.</param>
    public async Task ShowsAsync(string text, Action? again = null)
    {
        var deadline = DateTime.UtcNow + s_patience;
        while (!Shown().Contains(text, StringComparison.Ordinal))
        {
            Assert.True(DateTime.UtcNow < deadline, $"The terminal did not show '{text}'. It shows:\n{Shown()}");
            again?.Invoke();
            await Task.Delay(50);
        }
    }

    /// <summary>Waits until the command has ended.</summary>
    /// <returns>Its exit status.</returns>
    public async Task<int> EndAsync()
    {
        await _reading.WaitAsync(s_patience);
        await _script.WaitForExitAsync().WaitAsync(s_patience);
        return _script.ExitCode;
    }

    public void Dispose()
    {
        if (!_script.HasExited)
        {
            _script.Kill(entireProcessTree: true);
        }

        _script.Dispose();
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

    private string Shown()
    {
        lock (_shown)
        {
            return _shown.ToString();
        }
    }
}
