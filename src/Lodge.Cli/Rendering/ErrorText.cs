using Lodge.Model.Errors;

namespace Lodge.Cli.Rendering;

/// <summary>Shows a failure: what happened and why, then what to do.</summary>
internal static class ErrorText
{
    /// <summary>For people, two lines.</summary>
    public static string Render(LodgeError error, Style style)
    {
        var message = $"{style.Red("lodge:")} {Printable.Text(error.Message)}\n";
        return error.Remedy is { } remedy ? $"{message}  → {Printable.Text(remedy)}\n" : message;
    }
}
