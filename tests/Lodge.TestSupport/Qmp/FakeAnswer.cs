using System.Text.Json.Nodes;

namespace Lodge.TestSupport.Qmp;

/// <summary>What the fake QEMU does about one command.</summary>
public abstract record FakeAnswer
{
    /// <summary>The answer of a command that only does something.</summary>
    public static FakeAnswer Done { get; } = new FakeReturn(new JsonObject());

    /// <summary>As <see cref="Done"/>, and then the process is gone.</summary>
    public static FakeAnswer DoneThenExit { get; } = new FakeExit();

    /// <summary>No answer, ever.</summary>
    public static FakeAnswer Silence { get; } = new FakeSilence();

    /// <summary>No answer, and the connection ends.</summary>
    public static FakeAnswer HangUp { get; } = new FakeHangUp();

    public static FakeAnswer Return(JsonNode? value) => new FakeReturn(value);

    /// <summary>Answers with JSON text, such as a captured reply's <c>return</c>.</summary>
    public static FakeAnswer ReturnJson(string json) => new FakeReturn(JsonNode.Parse(json));

    public static FakeAnswer Error(string description, string errorClass = "GenericError") =>
        new FakeError(errorClass, description);

    /// <summary>Sends bytes as they are in place of an answer.</summary>
    public static FakeAnswer Raw(string text) => new FakeRaw(text);
}

internal sealed record FakeReturn(JsonNode? Value) : FakeAnswer;

internal sealed record FakeError(string Class, string Description) : FakeAnswer;

internal sealed record FakeRaw(string Text) : FakeAnswer;

internal sealed record FakeExit : FakeAnswer;

internal sealed record FakeSilence : FakeAnswer;

internal sealed record FakeHangUp : FakeAnswer;
