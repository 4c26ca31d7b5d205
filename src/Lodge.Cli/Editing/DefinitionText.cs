using System.Text.Encodings.Web;
using System.Text.Json;
using Lodge.Api.Contracts;
using Lodge.Model.Vms;

namespace Lodge.Cli.Editing;

/// <summary>Definitions as people edit them.</summary>
internal static class DefinitionText
{
    // Kernel command lines and titles are full of characters that the default encoder writes as \u0027 and the like.
    private static readonly ApiJson Pretty = new(new JsonSerializerOptions(ApiJson.Default.Options)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>Indented JSON with a newline at the end.</summary>
    public static string Of(VmDefinition definition) => JsonSerializer.Serialize(definition, Pretty.VmDefinition) + "\n";
}
