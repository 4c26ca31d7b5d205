using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Model.Errors;

namespace Lodge.Cli.Editing;

/// <summary>
/// The ways in which something is edited: field by field, from a file, or in an editor. One instance belongs to one command.
/// </summary>
internal sealed class FieldEdit
{
    private readonly Option<string[]> _set = Opt.Texts("--set", "PATH=VALUE", "Set a field, as often as needed; null removes it.");
    private readonly Option<string> _file = Opt.Text("--file", "FILE", "Take the whole definition from FILE, or - for standard input.");
    private readonly Option<bool> _yes = Opt.Flag("--yes", "Do not show what has changed and ask, after the editor.", "-y");

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_set);
        command.Add(_file);
        command.Add(_yes);
    }

    /// <summary>Edits something.</summary>
    /// <param name="cli">The command.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="value">What it is.</param>
    /// <param name="type">Describes its fields.</param>
    /// <param name="text">Writes it for people.</param>
    /// <param name="send">Gives the whole of it back to the daemon.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What the daemon answered; null when nothing was changed.</returns>
    public async Task<TAnswer?> RunAsync<TValue, TAnswer>(
        Invocation cli,
        string name,
        TValue value,
        JsonTypeInfo<TValue> type,
        Func<TValue, string> text,
        Func<byte[], CancellationToken, Task<TAnswer>> send,
        CancellationToken cancellationToken)
        where TAnswer : class
    {
        var (assignments, file) = (cli.Get(_set) ?? [], cli.Get(_file));
        if (file is not null)
        {
            return assignments.Length == 0
                ? await send(await InputFile.ReadAsync(cli, file, cancellationToken), cancellationToken)
                : throw new LodgeException(ErrorCode.InvalidArgument, "--set and --file exclude each other.", "Change the file instead.");
        }

        if (assignments.Length > 0)
        {
            return await send(Assigned(value, type, assignments), cancellationToken);
        }

        return cli.Host.Io.InputIsTerminal && cli.Host.Io.OutputIsTerminal
            ? await new EditSession<TAnswer>(cli, send).RunAsync(name, text(value), cli.Get(_yes), cancellationToken)
            : throw new LodgeException(
                ErrorCode.InvalidArgument, "This opens an editor, and there is no terminal for it.", "Use --set path=value or --file FILE.");
    }

    /// <summary>A value with fields changed, as JSON to send.</summary>
    /// <exception cref="LodgeException">An assignment has no place in it.</exception>
    public static byte[] Assigned<T>(T value, JsonTypeInfo<T> type, IEnumerable<string> assignments)
    {
        var json = JsonSerializer.SerializeToNode(value, type)!.AsObject();
        foreach (var assignment in assignments)
        {
            FieldAssignment.Apply(json, type, assignment);
        }

        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }
}
