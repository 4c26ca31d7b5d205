using System.ComponentModel;
using System.Diagnostics;
using Lodge.Cli.App;
using Lodge.Model.Errors;

namespace Lodge.Cli.Editing;

/// <summary>The user's own editor.</summary>
internal static class ExternalEditor
{
    /// <summary>Opens a file, and returns when the editor has ended.</summary>
    public static async Task OpenAsync(CliHost host, string path, CancellationToken cancellationToken)
    {
        var editor = Find(host);

        // $EDITOR is a shell command, as in "code --wait"; the shell appends the file as one word.
        var start = new ProcessStartInfo("/bin/sh") { ArgumentList = { "-c", $"{editor} \"$1\"", "sh", path } };
        using var process = Start(start, editor);
        using var patience = host.Interrupts.Listen(() => { });
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new LodgeException(
                ErrorCode.Cancelled, $"The editor '{editor}' ended with status {process.ExitCode}; nothing was changed.", $"Your text is in {path}.");
        }
    }

    private static string Find(CliHost host) =>
        new[] { host.Environment("VISUAL"), host.Environment("EDITOR") }.FirstOrDefault(set => !string.IsNullOrWhiteSpace(set)) ?? "vi";

    private static Process Start(ProcessStartInfo start, string editor)
    {
        try
        {
            return Process.Start(start) ?? throw new Win32Exception("no process was started");
        }
        catch (Win32Exception e)
        {
            throw new LodgeException(
                ErrorCode.FileNotFound, $"The editor '{editor}' cannot be started: {e.Message}.", "Set VISUAL or EDITOR, or use --set path=value.", e);
        }
    }
}
