using Lodge.TestSupport.Daemons;

namespace Lodge.System.Tests.Tour;

/// <summary>A shell session into which the steps of a page are typed; each must print what the page says.</summary>
internal sealed class TypedSession
{
    private static readonly string[] s_kept = ["PATH", "LODGE_SOCKET", "LIBVIRT_DEFAULT_URI", "HOME", "EDITOR", "pid", "MONITOR", "KEY", "SAN", "TARGET", "PASSWORD", "NAS", "WEB"];

    private readonly string _page;
    private readonly string _folder;
    private readonly string _state;
    private readonly ITestOutputHelper _output;
    private readonly IReadOnlyList<string> _wrapper;

    /// <param name="page">File name of the page in <c>docs/howto</c>.</param>
    /// <param name="folder">The session's working folder.</param>
    /// <param name="variables">Environment variables to begin with; PATH leads to the built programs in any case.</param>
    /// <param name="output">Where what was printed is noted.</param>
    /// <param name="wrapper">A command that each command is started by; null or empty for none.</param>
    public TypedSession(
        string page, string folder, IReadOnlyDictionary<string, string> variables, ITestOutputHelper output, IReadOnlyList<string>? wrapper = null)
    {
        (_page, _folder, _output, _wrapper) = (page, folder, output, wrapper ?? []);
        _state = Path.Combine(folder, ".shell-state");
        File.WriteAllLines(_state,
        [
            $"export PATH={Path.GetDirectoryName(Repository.Program("lodge"))}:$PATH",
            .. variables.Select(variable => $"export {variable.Key}='{variable.Value}'"),
        ]);
    }

    /// <summary>Types all steps in, and stops at the first that prints something else.</summary>
    /// <param name="after">What is to be done after a step.</param>
    public async Task TypeAllAsync(Func<ConsoleStep, Task>? after = null)
    {
        foreach (var step in ConsoleStep.Read(Path.Combine(Repository.Root, "docs", "howto", _page)))
        {
            await TypeAsync(step);
            await (after?.Invoke(step) ?? Task.CompletedTask);
        }
    }

    // Each command runs in a bash of its own; what it exports or sets is handed on, as in one session.
    private async Task TypeAsync(ConsoleStep step)
    {
        var keep = string.Concat(s_kept.Select(name => $"[ -z \"${name}\" ] || echo \"export {name}='${name}'\"; "));
        var script = $"cd {_folder}; set -a; . {_state}; set +a; exec 2>&1; {step.Command}\n{{ {keep}}} > {_state}";
        string[] line = [.. _wrapper, "/bin/bash", "-c", script];
        var ran = await Ran.ProgramAsync(line[0], line[1..], limit: TimeSpan.FromMinutes(3));
        _output.WriteLine($"$ {step.Command}\n{ran.Output}");
        Assert.True(
            step.Expected.Count == 0 || step.Matches(ran.Output),
            $"docs/howto/{_page}, line {step.Line}: '$ {step.Command}' printed\n{ran.Output}\ninstead of\n{string.Join('\n', step.Expected)}");
    }
}
