using System.Text.Json;
using Lodge.Libvirt.Errors;

namespace Lodge.Libvirt.Handlers.Qemu;

/// <summary>A command in QEMU's protocol, as clients write it: a JSON object with <c>execute</c> and maybe <c>arguments</c>.</summary>
/// <param name="Name">The command.</param>
/// <param name="Arguments">Its arguments, a JSON object; null for none.</param>
internal sealed record CommandText(string Name, string? Arguments)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="LibvirtException">It is none.</exception>
    public static CommandText Read(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement is { ValueKind: JsonValueKind.Object } command
                && command.TryGetProperty("execute", out var name) && name is { ValueKind: JsonValueKind.String } && name.GetString() is { Length: > 0 } known
                    ? new CommandText(known, ArgumentsOf(command))
                    : throw Wrong("it must be an object whose 'execute' names a command");
        }
        catch (JsonException broken)
        {
            throw Wrong(broken.Message);
        }
    }

    private static string? ArgumentsOf(JsonElement command) =>
        !command.TryGetProperty("arguments", out var arguments) ? null
        : arguments.ValueKind == JsonValueKind.Object ? arguments.GetRawText()
        : throw Wrong("its 'arguments' must be an object");

    private static LibvirtException Wrong(string why) => new(ErrorNumber.InternalError, ErrorOrigin.Qemu, $"cannot parse json: {why}");
}
