using System.Text.Json;
using Lodge.Api.Contracts;
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

    /// <summary>For programs, as the API says it. The HTTP status is 0: the failure may have met no HTTP at all.</summary>
    public static Problem Problem(LodgeError error)
    {
        var code = JsonNamingPolicy.KebabCaseLower.ConvertName(error.Code.ToString());
        return new Problem
        {
            Type = $"urn:lodge:error:{code}",
            Title = code.Replace('-', ' '),
            Status = 0,
            Detail = error.Message,
            Code = error.Code,
            Remedy = error.Remedy,
        };
    }
}
