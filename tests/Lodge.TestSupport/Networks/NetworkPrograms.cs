using System.Diagnostics;
using Lodge.TestSupport.Daemons;

namespace Lodge.TestSupport.Networks;

/// <summary>
/// Programs of Debian that configure a host's network, or its firewall, beside Lodge: they are unpacked and not installed, and
/// run in a network of a test's own, with a D-Bus and configuration files of their own, see <c>tests/network-programs</c>.
/// </summary>
public sealed class NetworkPrograms : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly string _files;
    private readonly Process _process;

    private NetworkPrograms(string files, Process process) => (_files, _process) = (files, process);

    private static string Folder => Path.Combine(Repository.Root, "artifacts", "network-programs");

    private static string Scripts => Path.Combine(Repository.Root, "tests", "network-programs");

    /// <summary>Unpacks the programs, which is done once.</summary>
    /// <returns>Why they cannot be had here; null when they are there.</returns>
    public static async Task<string?> WhyNotAsync()
    {
        if (PrivateNetwork.WhyNot is { } why)
        {
            return why;
        }

        if (!File.Exists("/usr/bin/dpkg-deb") || !File.Exists("/usr/bin/apt-get"))
        {
            return "the programs that configure networks come from Debian's packages, and there is no apt-get and dpkg-deb here";
        }

        var ran = await Ran.ProgramAsync(Path.Combine(Scripts, "unpack.sh"), [Folder], limit: TimeSpan.FromMinutes(3));
        return ran.ExitCode == 0 ? null : $"the packages of the programs that configure networks cannot be downloaded: {ran.Errors.Trim()}";
    }

    /// <summary>Starts a script in a network; then it takes commands.</summary>
    /// <param name="network">Where.</param>
    /// <param name="files">The folder that stands for the host's <c>/run</c> and its configuration.</param>
    /// <param name="script">For bash. It puts into the background what is to go on.</param>
    public static async Task<NetworkPrograms> StartAsync(PrivateNetwork network, string files, string script)
    {
        Directory.CreateDirectory(Path.Combine(files, "run"));
        var start = new ProcessStartInfo("/usr/bin/nsenter",
        [
            $"--net=/proc/{Environment.ProcessId}/fd/{network.Handle.DangerousGetHandle()}", "--", Path.Combine(Scripts, "within.sh"), Path.Combine(Folder, "tree"), files,
            "/bin/bash", "-c", $"exec > /run/log 2>&1\n{script}\n> /run/started\n" + """
            while sleep 0.05; do
              [ -e /run/do ] || continue
              mv /run/do /run/doing
              bash -e /run/doing > /run/said 2>&1
              echo $? > /run/outcome
              mv /run/outcome /run/done
            done
            """,
        ]);
        var programs = new NetworkPrograms(files, Process.Start(start) ?? throw new InvalidOperationException("nsenter did not start."));
        try
        {
            await programs.AwaitAsync("started");
            return programs;
        }
        catch
        {
            programs.Dispose();
            throw;
        }
    }

    /// <summary>Has a script run beside the programs.</summary>
    /// <returns>What it printed, and how it ended.</returns>
    public async Task<Ran> RunAsync(string script)
    {
        await File.WriteAllTextAsync(Path.Combine(_files, "run", "next"), script);
        File.Move(Path.Combine(_files, "run", "next"), Path.Combine(_files, "run", "do"));
        await AwaitAsync("done");
        var outcome = int.Parse(await File.ReadAllTextAsync(Path.Combine(_files, "run", "done")));
        File.Delete(Path.Combine(_files, "run", "done"));
        return new Ran(outcome, await File.ReadAllTextAsync(Path.Combine(_files, "run", "said")), "");
    }

    /// <summary>What the programs have said.</summary>
    public string Log => File.Exists(Path.Combine(_files, "run", "log")) ? File.ReadAllText(Path.Combine(_files, "run", "log")) : "";

    /// <summary>Ends all of them at once, and what they left in <c>/run</c> is gone, as when the host goes down.</summary>
    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(Path.Combine(_files, "run"), recursive: true);
    }

    private async Task AwaitAsync(string file)
    {
        var watch = Stopwatch.StartNew();
        while (!File.Exists(Path.Combine(_files, "run", file)))
        {
            if (_process.HasExited || watch.Elapsed > s_patience)
            {
                throw new TimeoutException($"The programs within ended, or did not do it in time:\n{Log}");
            }

            await Task.Delay(20);
        }
    }
}
