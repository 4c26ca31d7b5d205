using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Lodge.Api.Contracts;
using Lodge.Model.Firewall;
using Lodge.Model.Networks;
using Lodge.Model.Storage;
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
    public static string Of(VmDefinition definition) => Of(definition, Pretty.VmDefinition);

    /// <summary>The same of a network.</summary>
    public static string Of(NetworkDefinition definition) => Of(definition, Pretty.NetworkDefinition);

    /// <summary>The same of a security group.</summary>
    public static string Of(SecurityGroup group) => Of(group, Pretty.SecurityGroup);

    /// <summary>The same of a storage pool.</summary>
    public static string Of(PoolDefinition definition) => Of(definition, Pretty.PoolDefinition);

    private static string Of<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.Serialize(value, type) + "\n";
}
