using System.Text.Json;

namespace Lodge.Qmp.Commands;

/// <summary><c>query-machines</c>: the machine types.</summary>
public sealed class QueryMachinesCommand()
    : QmpCommand<IReadOnlyList<MachineInfo>>("query-machines", ReplyJson.Default.IReadOnlyListMachineInfo);

/// <summary>A machine type.</summary>
/// <param name="Name">Its name, such as <c>pc-q35-7.2</c>.</param>
/// <param name="CpuMax">The most processors.</param>
/// <param name="HotpluggableCpus">Whether processors can be plugged in.</param>
/// <param name="NumaMemSupported">Whether the old <c>-numa node,mem</c> works.</param>
/// <param name="Deprecated">Whether it will go in a later version.</param>
/// <param name="Alias">A second name, such as <c>q35</c>.</param>
/// <param name="IsDefault">Whether it is the default; null means no.</param>
/// <param name="DefaultCpuType">The type of processor if none is asked for.</param>
/// <param name="DefaultRamId">The id of its memory backend if none is asked for.</param>
/// <param name="Acpi">Whether it can have ACPI; told since QEMU 8.0.</param>
public sealed record MachineInfo(
    string Name,
    int CpuMax,
    bool HotpluggableCpus,
    bool NumaMemSupported,
    bool Deprecated,
    string? Alias = null,
    bool? IsDefault = null,
    string? DefaultCpuType = null,
    string? DefaultRamId = null,
    bool? Acpi = null);

/// <summary><c>query-commands</c>: the monitor's commands.</summary>
public sealed class QueryCommandsCommand()
    : QmpCommand<IReadOnlyList<CommandInfo>>("query-commands", ReplyJson.Default.IReadOnlyListCommandInfo);

/// <summary>A command of the monitor.</summary>
/// <param name="Name">Its name.</param>
public sealed record CommandInfo(string Name);

/// <summary><c>query-qmp-schema</c>: all types of the protocol, as it came (over 100 kB).</summary>
public sealed class QueryQmpSchemaCommand()
    : QmpCommand<JsonElement>("query-qmp-schema", ReplyJson.Default.JsonElement);

/// <summary><c>query-command-line-options</c>: the options of the QEMU binary that it can tell about.</summary>
/// <param name="option">Only this one; null for all.</param>
public sealed class QueryCommandLineOptionsCommand(string? option = null)
    : QmpCommand<IReadOnlyList<CommandLineOption>>(
        "query-command-line-options", ReplyJson.Default.IReadOnlyListCommandLineOption)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer) => writer.WriteOptional("option", option);
}

/// <summary>An option of the QEMU binary.</summary>
/// <param name="Option">Its name without the dash.</param>
/// <param name="Parameters">Its parameters, as far as QEMU can tell.</param>
public sealed record CommandLineOption(string Option, IReadOnlyList<CommandLineParameter> Parameters);

/// <summary>A parameter of an option.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type"><c>string</c>, <c>boolean</c>, <c>number</c> or <c>size</c>.</param>
/// <param name="Help">What it is for.</param>
/// <param name="Default">Its default.</param>
public sealed record CommandLineParameter(string Name, string Type, string? Help = null, string? Default = null);
