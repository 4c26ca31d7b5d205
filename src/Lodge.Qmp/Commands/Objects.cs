using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lodge.Qmp.Commands;

/// <summary><c>qom-get</c>: reads a property of an object.</summary>
/// <param name="path">The object's place, such as <c>/machine/peripheral/net0</c>.</param>
/// <param name="property">The property.</param>
public sealed class QomGetCommand(string path, string property)
    : QmpCommand<JsonElement>("qom-get", ReplyJson.Default.JsonElement)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer)
    {
        writer.WriteString("path"u8, path);
        writer.WriteString("property"u8, property);
    }
}

/// <summary><c>qom-set</c>: sets a property of an object.</summary>
/// <param name="path">The object's place.</param>
/// <param name="property">The property.</param>
/// <param name="value">The value, of the property's own type.</param>
public sealed class QomSetCommand(string path, string property, JsonElement value)
    : QmpCommand<EmptyReply>("qom-set", ReplyJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer)
    {
        writer.WriteString("path"u8, path);
        writer.WriteString("property"u8, property);
        writer.WritePropertyName("value"u8);
        value.WriteTo(writer);
    }
}

/// <summary><c>device_add</c>: plugs a device in.</summary>
/// <param name="arguments">
/// <c>driver</c>, <c>id</c>, <c>bus</c> and the device's own properties. Not to be changed until the command is sent.
/// </param>
public sealed class DeviceAddCommand(JsonObject arguments)
    : QmpCommand<EmptyReply>("device_add", ReplyJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer) =>
        ArgumentWriter.WriteMembers(writer, arguments);
}

/// <summary>
/// <c>device_del</c>: asks the guest to let a device go. The answer says only that it was asked; DEVICE_DELETED or
/// DEVICE_UNPLUG_GUEST_ERROR says how it ended, or nothing does.
/// </summary>
/// <param name="id">The device's id, or its place in the object tree.</param>
public sealed class DeviceDelCommand(string id) : QmpCommand<EmptyReply>("device_del", ReplyJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer) => writer.WriteString("id"u8, id);
}

/// <summary><c>qom-list-types</c>: the types of objects that this QEMU knows.</summary>
/// <param name="implements">Only those that are one of these, such as <c>device</c>; null for all.</param>
/// <param name="includeAbstract">Whether to name types of which there can be no object.</param>
public sealed class QomListTypesCommand(string? implements = null, bool? includeAbstract = null)
    : QmpCommand<IReadOnlyList<QomType>>("qom-list-types", ReplyJson.Default.IReadOnlyListQomType)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer)
    {
        writer.WriteOptional("implements", implements);
        writer.WriteOptional("abstract", includeAbstract);
    }
}

/// <summary>A type of object.</summary>
/// <param name="Name">Its name, such as <c>virtio-net-pci</c>.</param>
/// <param name="Abstract">Whether there can be no object of it; null means that there can.</param>
/// <param name="Parent">The type that it extends.</param>
public sealed record QomType(string Name, bool? Abstract = null, string? Parent = null);
