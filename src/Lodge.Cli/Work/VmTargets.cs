using System.CommandLine;
using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Model.Errors;

namespace Lodge.Cli.Work;

/// <summary>The VMs that a command is for: several names, or <c>--all</c> that make sense.</summary>
internal sealed class VmTargets
{
    private const int AtOnce = 128;

    private readonly Argument<string[]> _names;
    private readonly Option<bool> _all;
    private readonly Option<bool> _yes = Opt.Flag("--yes", "Do not ask before doing it to all.", "-y");
    private readonly string _verb;
    private readonly Func<VmSummary, bool> _fits;

    /// <summary>Makes argument and options.</summary>
    /// <param name="verb">Such as <c>stop</c>, for the question.</param>
    /// <param name="which">Such as <c>every running VM</c>, for the help.</param>
    /// <param name="fits">Whether <c>--all</c> means this VM.</param>
    public VmTargets(string verb, string which, Func<VmSummary, bool> fits)
    {
        (_verb, _fits) = (verb, fits);
        _names = new Argument<string[]>("NAME") { Description = "Names or ids of VMs.", Arity = ArgumentArity.ZeroOrMore };
        _all = Opt.Flag("--all", $"Take {which}.");
    }

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_names);
        command.Add(_all);
        command.Add(_yes);
    }

    /// <summary>Does something to each VM, all at once, reports each failure, and returns the worst outcome.</summary>
    /// <param name="cli">The command.</param>
    /// <param name="act">Does it to one; told whether it is the only one.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<ExitStatus> ForEachAsync(
        Invocation cli, Func<string, bool, CancellationToken, Task> act, CancellationToken cancellationToken)
    {
        var names = await NamesAsync(cli, cancellationToken);
        using var gate = new SemaphoreSlim(AtOnce);
        var outcomes = names.Select(name => OneAsync(cli, name, names.Count == 1, act, gate, cancellationToken));
        return ExitStatuses.Worst(await Task.WhenAll(outcomes));
    }

    private static async Task<ExitStatus> OneAsync(
        Invocation cli,
        string name,
        bool alone,
        Func<string, bool, CancellationToken, Task> act,
        SemaphoreSlim gate,
        CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            await act(name, alone, cancellationToken);
            return ExitStatus.Ok;
        }
        catch (LodgeException e)
        {
            var error = e.Error;
            return cli.Output.Fail(alone || error.Message.Contains($"'{name}'", StringComparison.Ordinal)
                ? error
                : error with { Message = $"{name}: {error.Message}" });
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<IReadOnlyList<string>> NamesAsync(Invocation cli, CancellationToken cancellationToken)
    {
        var named = (cli.Get(_names) ?? []).Distinct().ToArray();
        if (!cli.Get(_all))
        {
            return named.Length > 0 ? named : throw Wrong($"'lodge {_verb}' needs a NAME, or --all.");
        }

        if (named.Length > 0)
        {
            throw Wrong("--all and names exclude each other.");
        }

        var all = (await cli.Client.ListVmsAsync(null, cancellationToken)).Where(_fits).Select(vm => vm.Name).ToArray();
        if (all.Length > 0 && !cli.Get(_yes))
        {
            await Confirmation.AskAsync(cli, $"{_verb} {all.Length} VMs: {string.Join(", ", all)}?", cancellationToken);
        }

        return all;
    }

    private LodgeException Wrong(string message) => new(ErrorCode.InvalidArgument, message, $"See: lodge {_verb} --help");
}
