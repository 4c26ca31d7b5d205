using System.Text;

namespace Lodge.Cli.Editing;

/// <summary>
/// Requests that carry a definition as it stands: text, not a record, so that a field that does not exist and the line of
/// a mistake reach the daemon, which can say so best.
/// </summary>
internal static class DefinitionRequest
{
    /// <summary>The request.</summary>
    /// <param name="definition">The definition, JSON.</param>
    /// <param name="flags">Fields beside it; what is false is left out, since that is what an absent one means.</param>
    public static byte[] Of(ReadOnlySpan<byte> definition, params ReadOnlySpan<(string Name, bool IsSet)> flags)
    {
        var head = new StringBuilder("{");
        foreach (var (name, isSet) in flags)
        {
            head.Append(isSet ? $"\"{name}\":true," : "");
        }

        return [.. Encoding.UTF8.GetBytes(head.Append("\"definition\":").ToString()), .. definition, (byte)'}'];
    }
}
