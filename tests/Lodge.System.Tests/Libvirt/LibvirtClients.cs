using Lodge.TestSupport.Daemons;

namespace Lodge.System.Tests.Libvirt;

/// <summary>Runs libvirt's own clients, as Debian has them, against a daemon. None of them knows Lodge.</summary>
/// <param name="daemon">The daemon.</param>
internal sealed class LibvirtClients(LodgedProcess daemon)
{
    // Debian's own: bindings for libvirt are installed for no other.
    private const string Python = "/usr/bin/python3";

    /// <summary>The address that clients connect to.</summary>
    public string Uri => $"qemu+unix:///system?socket={daemon.RunFolder}/libvirt-sock";

    /// <summary>
    /// The same for those that take any transport in an address for another host, as virt-manager does when it comes to displays.
    /// </summary>
    public string LocalUri => $"qemu:///system?socket={daemon.RunFolder}/libvirt-sock";

    /// <summary>The address for those that only look.</summary>
    public string ReadOnlyUri => $"{Uri}-ro";

    /// <summary>The environment in which a client finds the daemon by itself, and leaves its own files in the daemon's folder.</summary>
    public Dictionary<string, string?> Environment => new()
    {
        ["LIBVIRT_DEFAULT_URI"] = Uri,
        ["HOME"] = daemon.Root,
        ["XDG_CACHE_HOME"] = null,
        ["XDG_CONFIG_HOME"] = null,
        ["XDG_DATA_HOME"] = null,
        ["LC_ALL"] = "C.UTF-8",
        ["NO_COLOR"] = "1",
        ["VISUAL"] = "true",
    };

    /// <summary>Runs virsh to its end, and tells what it said and its exit status.</summary>
    public Task<Ran> VirshAsync(params string[] arguments) => RunAsync("virsh", arguments);

    /// <summary>Runs virsh, which must end well.</summary>
    /// <returns>What it printed, without blank lines around it.</returns>
    public Task<string> DoneAsync(params string[] arguments) => DoneBy("virsh", arguments);

    /// <summary>Runs virsh, which must fail.</summary>
    /// <returns>What it wrote to standard error.</returns>
    public async Task<string> FailsAsync(params string[] arguments)
    {
        var ran = await VirshAsync(arguments);
        Assert.True(ran.ExitCode != 0, $"virsh {string.Join(' ', arguments)} succeeded: {ran.Output}");
        return ran.Errors.Trim();
    }

    /// <summary>
    /// Runs a script of <c>tests/Lodge.System.Tests/Libvirt/Scripts</c> under Debian's Python, which must end well;
    /// <c>libvirt.open()</c> in it reaches the daemon.
    /// </summary>
    /// <returns>What it printed, without blank lines around it.</returns>
    public Task<string> PythonAsync(string script, params string[] arguments) => PythonAsync(script, limit: null, arguments);

    /// <summary>The same, for one that may take longer than a minute.</summary>
    public Task<string> PythonAsync(string script, TimeSpan? limit, params string[] arguments) =>
        DoneBy(Python, limit, [Path.Combine(Repository.Root, "tests", "Lodge.System.Tests", "Libvirt", "Scripts", script), .. arguments]);

    /// <summary>Runs a client, which must end well.</summary>
    /// <returns>What it printed, without blank lines around it.</returns>
    public Task<string> DoneBy(string program, params string[] arguments) => DoneBy(program, limit: null, arguments);

    /// <summary>Runs any client to its end. The test is skipped where it is not installed.</summary>
    /// <param name="program">Its name, or its path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="limit">How long it may take; null for a minute.</param>
    public Task<Ran> RunAsync(string program, IReadOnlyList<string> arguments, TimeSpan? limit = null)
    {
        var path = Path.Combine("/usr/bin", program);
        Assert.SkipUnless(File.Exists(path), $"{program} is not installed; test.sh installs the packages of libvirt's clients");
        return Ran.ProgramAsync(path, arguments, Environment, limit: limit);
    }

    private async Task<string> DoneBy(string program, TimeSpan? limit, string[] arguments)
    {
        var ran = await RunAsync(program, arguments, limit);
        Assert.True(
            ran.ExitCode == 0,
            $"{program} {string.Join(' ', arguments)} ended with {ran.ExitCode}:\n{ran.Output}{ran.Errors}\n{daemon.Log}");
        return ran.Output.Trim();
    }
}
