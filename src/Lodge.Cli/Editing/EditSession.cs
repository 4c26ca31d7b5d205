using System.Text;
using Lodge.Cli.App;
using Lodge.Cli.Work;
using Lodge.Model.Errors;
using Lodge.Model.Vms;

namespace Lodge.Cli.Editing;

/// <summary>Edits a definition in the user's editor until the daemon takes it or the user has enough.</summary>
internal static class EditSession
{
    /// <summary>The changed VM; null when nothing was changed.</summary>
    public static async Task<Vm?> RunAsync(Invocation cli, Vm vm, CancellationToken cancellationToken)
    {
        var original = DefinitionText.Of(vm.Definition);
        var path = await WriteAsync(vm.Name, original, cancellationToken);
        var keep = true;
        try
        {
            var changed = await EditAsync(cli, vm, original, path, cancellationToken);
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

    private static async Task<Vm?> EditAsync(Invocation cli, Vm vm, string original, string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            await ExternalEditor.OpenAsync(cli.Host, path, cancellationToken);
            var text = await File.ReadAllBytesAsync(path, cancellationToken);
            if (Encoding.UTF8.GetString(text) == original)
            {
                return null;
            }

            try
            {
                return await cli.Client.ReplaceVmAsync(vm.Id.ToString(), text, vm.Revision, cancellationToken);
            }
            catch (LodgeException e)
            {
                await AskAgainAsync(cli, e, path, cancellationToken);
            }
        }
    }

    // Only mistakes in the text are worth another try with the same text.
    private static async Task AskAgainAsync(Invocation cli, LodgeException failure, string path, CancellationToken cancellationToken)
    {
        var error = failure.Error;
        var worthIt = error.Code is not (ErrorCode.RevisionMismatch or ErrorCode.VmNotFound or ErrorCode.Unreachable);
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
