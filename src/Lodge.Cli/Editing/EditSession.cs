using System.Text;
using Lodge.Cli.App;
using Lodge.Cli.Work;
using Lodge.Model.Errors;

namespace Lodge.Cli.Editing;

/// <summary>
/// Edits a definition in the user's editor, shows what has changed and asks, until the daemon takes it or the user has
/// enough.
/// </summary>
/// <typeparam name="T">What the daemon answers.</typeparam>
/// <param name="cli">The command.</param>
/// <param name="send">Sends the text to the daemon.</param>
internal sealed class EditSession<T>(Invocation cli, Func<byte[], CancellationToken, Task<T>> send)
    where T : class
{
    /// <summary>What became of the change; null when nothing was changed.</summary>
    /// <param name="name">What is edited, for the file's name.</param>
    /// <param name="original">The text as it is.</param>
    /// <param name="yes">Whether the change is made without a question.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<T?> RunAsync(string name, string original, bool yes, CancellationToken cancellationToken)
    {
        var path = await WriteAsync(name, original, cancellationToken);
        var keep = true;
        try
        {
            var changed = await EditAsync(original, path, yes, cancellationToken);
            keep = false;
            return changed;
        }
        finally
        {
            if (!keep)
            {
                Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
            }
        }
    }

    private async Task<T?> EditAsync(string original, string path, bool yes, CancellationToken cancellationToken)
    {
        while (true)
        {
            await ExternalEditor.OpenAsync(cli.Host, path, cancellationToken);
            var text = await File.ReadAllBytesAsync(path, cancellationToken);
            if (Encoding.UTF8.GetString(text) == original)
            {
                return null;
            }

            if (!yes && !await AgreesAsync(original, Encoding.UTF8.GetString(text), path, cancellationToken))
            {
                continue;
            }

            try
            {
                return await send(text, cancellationToken);
            }
            catch (LodgeException e)
            {
                await AskAgainAsync(e, path, cancellationToken);
            }
        }
    }

    // False: edit it again.
    private async Task<bool> AgreesAsync(string before, string after, string path, CancellationToken cancellationToken)
    {
        cli.Output.Notice(TextDifference.Render(before, after, cli.Output.NoticeStyle).TrimEnd('\n'));
        return await Confirmation.AnswerAsync(cli.Host, "Make this change? [y/N, e to edit it again] ", cancellationToken) switch
        {
            "y" or "yes" => true,
            "e" or "edit" => false,
            _ => throw new LodgeException(ErrorCode.Cancelled, "Nothing was changed.", $"Your text is in {path}."),
        };
    }

    // Only mistakes in the text are worth another try with the same text.
    private async Task AskAgainAsync(LodgeException failure, string path, CancellationToken cancellationToken)
    {
        var error = failure.Error;
        var worthIt = error.Code is not (ErrorCode.RevisionMismatch or ErrorCode.VmNotFound or ErrorCode.NotFound or ErrorCode.NetworkNotFound or ErrorCode.PoolNotFound or ErrorCode.Unreachable);
        if (worthIt && cli.Host.Io.InputIsTerminal)
        {
            cli.Output.Fail(error);
            if (await Confirmation.YesAsync(cli.Host, "Edit again? [y/N] ", cancellationToken))
            {
                return;
            }

            throw new LodgeException(ErrorCode.Cancelled, "Nothing was changed.", $"Your text is in {path}.", failure);
        }

        throw new LodgeException(error with { Remedy = $"{error.Remedy} Your text is in {path}.".TrimStart() }, failure);
    }

    private static async Task<string> WriteAsync(string name, string text, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("lodge-edit-");
        var path = Path.Combine(folder.FullName, $"{name}.json");
        await File.WriteAllTextAsync(path, text, cancellationToken);
        return path;
    }
}
