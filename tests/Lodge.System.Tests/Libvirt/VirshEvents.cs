using System.Collections.Concurrent;
using System.Diagnostics;

namespace Lodge.System.Tests.Libvirt;

/// <summary>A virsh that prints events beside a test: keeps them until it is disposed.</summary>
internal sealed class VirshEvents : IDisposable
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Process _virsh;

    private VirshEvents(LibvirtClients clients, string[] command)
    {
        // Without stdbuf, virsh keeps what it prints to itself until its buffer is full.
        var start = new ProcessStartInfo("/usr/bin/stdbuf", ["-oL", "/usr/bin/virsh", .. command]) { RedirectStandardOutput = true };
        foreach (var (name, value) in clients.Environment)
        {
            start.Environment[name] = value;
        }

        _virsh = Process.Start(start)!;
        _virsh.OutputDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
        _virsh.BeginOutputReadLine();
    }

    /// <summary>What was printed so far about a domain: kind and words of each event, without the name.</summary>
    public IReadOnlyList<string> Of(string domain) =>
    [
        .. _lines.Where(line => line.Contains($" for domain '{domain}'", StringComparison.Ordinal))
            .Select(line => line.Replace($" for domain '{domain}'", "", StringComparison.Ordinal)["event ".Length..].Trim()),
    ];

    /// <summary>Starts it for all events of domains. Skips the test where virsh is not installed.</summary>
    public static VirshEvents Start(LibvirtClients clients) => Start(clients, "event", "--all", "--loop");

    /// <summary>Starts it with a command of its own.</summary>
    public static VirshEvents Start(LibvirtClients clients, params string[] command)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/virsh"), "virsh (Debian's libvirt-clients) is not installed.");
        return new VirshEvents(clients, command);
    }

    public void Dispose()
    {
        _virsh.Kill(entireProcessTree: true);
        _virsh.Dispose();
    }
}
