using System.Text.Json;
using Lodge.Qmp.Wire;

namespace Lodge.Qmp.Commands;

/// <summary><c>query-cpu-definitions</c>: the processor models, and what this host lacks for each.</summary>
public sealed class QueryCpuDefinitionsCommand()
    : QmpCommand<IReadOnlyList<CpuDefinition>>(
        "query-cpu-definitions", ReplyJson.Default.IReadOnlyListCpuDefinition);

/// <summary>A processor model.</summary>
/// <param name="Name">Its name for <c>-cpu</c>.</param>
/// <param name="Typename">Its type of object.</param>
/// <param name="Static">Whether it is the same on all hosts and in all versions.</param>
/// <param name="Deprecated">Whether it will go in a later version.</param>
/// <param name="MigrationSafe">Whether it is the same on all hosts, for one machine type.</param>
/// <param name="UnavailableFeatures">What it has and this host or accelerator lacks; empty if it runs here.</param>
/// <param name="AliasOf">The model that it is another name of.</param>
public sealed record CpuDefinition(
    string Name,
    string Typename,
    bool Static,
    bool Deprecated,
    bool? MigrationSafe = null,
    IReadOnlyList<string>? UnavailableFeatures = null,
    string? AliasOf = null);

/// <summary><c>query-cpu-model-expansion</c>: what a processor model is made of, on this host.</summary>
/// <param name="type">How to put it.</param>
/// <param name="name">The model's name.</param>
/// <param name="props">Properties to change in it first, as a JSON object.</param>
public sealed class QueryCpuModelExpansionCommand(CpuExpansion type, string name, JsonElement? props = null)
    : QmpCommand<CpuModelExpansion>("query-cpu-model-expansion", ReplyJson.Default.CpuModelExpansion)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer)
    {
        writer.WriteString("type"u8, WireEnum<CpuExpansion>.NameOf(type));
        writer.WriteStartObject("model"u8);
        writer.WriteString("name"u8, name);
        if (props is { } given)
        {
            writer.WritePropertyName("props"u8);
            given.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}

/// <summary>How a processor model is put.</summary>
public enum CpuExpansion
{
    /// <summary>As a static model with changes.</summary>
    Static = 1,

    /// <summary>With every property.</summary>
    Full = 2,
}

/// <summary>What a processor model is made of.</summary>
/// <param name="Model">The model.</param>
/// <param name="DeprecatedProps">Properties that will go; told since QEMU 9.1, on s390 only.</param>
public sealed record CpuModelExpansion(CpuModel Model, IReadOnlyList<string>? DeprecatedProps = null);

/// <summary>A processor model with properties.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="Props">Its properties, as a JSON object.</param>
public sealed record CpuModel(string Name, JsonElement? Props = null);
