using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Lodge.Api.Contracts;
using Lodge.Cli.Rendering;
using Lodge.Cli.Terminal;
using Lodge.Model.Errors;

namespace Lodge.Cli.App;

/// <summary>Where a command's results, notices and errors go, in the notation that was asked for.</summary>
internal sealed class Output(IConsoleIo io, bool json, bool quiet, bool color)
{
    private readonly Lock _lock = new();

    /// <summary>Whether a program reads the result.</summary>
    public bool IsJson => json;

    /// <summary>Whether notices are unwanted.</summary>
    public bool IsQuiet => quiet;

    /// <summary>How results are coloured.</summary>
    public Style Style { get; } = new(color && !json && io.OutputIsTerminal);

    /// <summary>How notices and errors are coloured.</summary>
    public Style NoticeStyle { get; } = new(color && !json && io.ErrorIsTerminal);

    /// <summary>Whether progress can be drawn over itself.</summary>
    public bool DrawsProgress => io.ErrorIsTerminal && !json && !quiet;

    /// <summary>Prints data that was asked for.</summary>
    public void Data(string text)
    {
        lock (_lock)
        {
            io.Out.Write(text);
        }
    }

    /// <summary>Prints data as the API's JSON, one document a line.</summary>
    public void Json<T>(T value, JsonTypeInfo<T> type) => Data(JsonSerializer.Serialize(value, type) + "\n");

    /// <summary>Prints JSON for programs, else text for people.</summary>
    public void Result<T>(T value, JsonTypeInfo<T> type, Func<string> text)
    {
        if (json)
        {
            Json(value, type);
        }
        else
        {
            Data(text());
        }
    }

    /// <summary>Prints JSON for programs, else one line that says what was done, unless nobody wants to know.</summary>
    public void Done<T>(T value, JsonTypeInfo<T> type, string sentence)
    {
        if (json)
        {
            Json(value, type);
        }
        else
        {
            Done(sentence);
        }
    }

    /// <summary>One line that says what was done.</summary>
    public void Done(string sentence)
    {
        if (!json && !quiet)
        {
            Data(sentence + "\n");
        }
    }

    /// <summary>Tells a person something beside the result.</summary>
    public void Notice(string sentence)
    {
        if (!json && !quiet)
        {
            Aside(sentence + "\n");
        }
    }

    /// <summary>Reports a failure.</summary>
    public ExitStatus Fail(LodgeError error)
    {
        Aside(json
            ? JsonSerializer.Serialize(ProblemMapper.ToProblem(error), ApiJson.Default.Problem) + "\n"
            : ErrorText.Render(error, NoticeStyle));
        return ExitStatuses.Of(error.Code);
    }

    /// <summary>Makes sure that everything printed so far is seen.</summary>
    public void Flush() => io.Out.Flush();

    // What was printed before is seen before.
    private void Aside(string text)
    {
        lock (_lock)
        {
            io.Out.Flush();
            io.Error.Write(text);
        }
    }
}
