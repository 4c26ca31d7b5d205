using System.Diagnostics;
using System.Text.Json;
using Lodge.TestSupport.Daemons;

namespace Lodge.Bench.Libvirt;

/// <summary>A <c>bench/libvirt_client.py</c> that is connected to one of the daemons and measures what it is told to.</summary>
internal sealed class PythonClient : IDisposable
{
    // Debian's own: it has libvirt's binding.
    private const string Python = "/usr/bin/python3";
    private static readonly string s_script = Path.Combine(Repository.Root, "bench", "libvirt_client.py");
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;

    /// <summary>Starts it; it connects at once.</summary>
    /// <param name="uri">The daemon.</param>
    /// <param name="folder">Where the disks of its domains are; it belongs to this daemon alone.</param>
    public PythonClient(string uri, string folder)
    {
        Folder = folder;
        var template = Path.Combine(folder, "domain.xml");
        File.WriteAllText(template, DomainXml.Template);
        _process = Process.Start(new ProcessStartInfo(Python, [s_script, uri, template, folder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        }) ?? throw new InvalidOperationException($"{Python} did not start.");
    }

    /// <summary>Where the disks of its domains are.</summary>
    public string Folder { get; }

    /// <summary>Why it cannot run here; null when it can.</summary>
    public static string? Hindrance() => File.Exists("/usr/lib/python3/dist-packages/libvirt.py")
        ? null
        : "python3-libvirt is not installed (bench/run.sh --libvirt installs it)";

    /// <summary>Has it do something, and returns what it measured.</summary>
    /// <param name="command">A command of the script, with its arguments.</param>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public async Task<ClientAnswer> AskAsync(string command)
    {
        using var patience = new CancellationTokenSource(s_patience);
        await _process.StandardInput.WriteLineAsync(command.AsMemory(), patience.Token);
        await _process.StandardInput.FlushAsync(patience.Token);
        var line = await _process.StandardOutput.ReadLineAsync(patience.Token)
            ?? throw new InvalidOperationException($"The client ended at '{command}'.");
        var answer = JsonSerializer.Deserialize(line, ClientJson.Default.ClientAnswer)!;
        return answer.Error is { } error ? throw new InvalidOperationException(error) : answer;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
