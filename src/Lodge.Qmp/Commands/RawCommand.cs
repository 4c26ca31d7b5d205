using System.Text.Json;

namespace Lodge.Qmp.Commands;

/// <summary>
/// Any command at all, with its answer as it came: for what has no type here. Arguments must be an object.
/// </summary>
public sealed class RawCommand : QmpCommand<JsonElement>
{
    private readonly JsonElement? _arguments;

    /// <summary>Names the command and its arguments.</summary>
    /// <exception cref="ArgumentException">The arguments are no JSON object.</exception>
    public RawCommand(string name, JsonElement? arguments = null)
        : base(name, ReplyJson.Default.JsonElement)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        _arguments = arguments is { } given ? ArgumentWriter.RequireObject(given, nameof(arguments)) : null;
    }

    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer) =>
        ArgumentWriter.WriteMembers(writer, _arguments);
}
