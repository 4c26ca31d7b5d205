using System.Runtime.InteropServices;
using System.Text.Json;

namespace Lodge.Qmp.Commands;

/// <summary>
/// Any command at all, with its answer as it came: for what has no type here. Arguments must be an object.
/// </summary>
public sealed class RawCommand : QmpCommand<JsonElement>
{
    private readonly JsonElement? _arguments;
    private readonly SafeHandle? _descriptor;

    /// <summary>Names the command, its arguments, and an open file that goes with it.</summary>
    /// <exception cref="ArgumentException">The arguments are no JSON object.</exception>
    public RawCommand(string name, JsonElement? arguments = null, SafeHandle? descriptor = null)
        : base(name, ReplyJson.Default.JsonElement)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        _arguments = arguments is { } given ? ArgumentWriter.RequireObject(given, nameof(arguments)) : null;
        _descriptor = descriptor;
    }

    /// <inheritdoc/>
    public override SafeHandle? Descriptor => _descriptor;

    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer) =>
        ArgumentWriter.WriteMembers(writer, _arguments);
}
