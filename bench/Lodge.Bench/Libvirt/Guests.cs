using System.Globalization;
using Lodge.TestSupport.Daemons;

namespace Lodge.Bench.Libvirt;

/// <summary>The running domains of one daemon.</summary>
/// <param name="Client">The daemon's client.</param>
/// <param name="ProcessOf">Finds the QEMU of a domain, past the protocol.</param>
internal sealed record Guests(PythonClient Client, Func<string, Task<int>> ProcessOf)
{
    /// <summary>Stops the QEMU of a domain as a debugger would: it answers nothing until it goes on.</summary>
    public Task StopQemuAsync(string name) => SignalAsync("-STOP", name);

    /// <summary>Lets it go on.</summary>
    public Task ContinueQemuAsync(string name) => SignalAsync("-CONT", name);

    /// <summary>Kills it.</summary>
    public Task KillQemuAsync(string name) => SignalAsync("-KILL", name);

    private async Task SignalAsync(string signal, string name)
    {
        var process = await ProcessOf(name);
        var ran = await Ran.ProgramAsync("/bin/kill", [signal, process.ToString(CultureInfo.InvariantCulture)]);
        if (ran.ExitCode != 0)
        {
            throw new InvalidOperationException($"kill {signal}: {ran.Errors}");
        }
    }
}
