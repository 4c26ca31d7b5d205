using System.Text.Json;
using Lodge.Api.Contracts;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.Api.Errors;

/// <summary>What people call the objects that a request is made of.</summary>
internal static class JsonNouns
{
    /// <summary>The noun with its article.</summary>
    public static string Of(Type type) => type switch
    {
        _ when type == typeof(VmDefinition) => "a VM definition",
        _ when type == typeof(MachineDefinition) => "a machine",
        _ when type == typeof(BootDefinition) => "a boot definition",
        _ when type == typeof(CpuDefinition) => "a CPU definition",
        _ when type == typeof(MemoryDefinition) => "a memory definition",
        _ when type == typeof(DiskDefinition) => "a disk",
        _ when type == typeof(FileDiskSource) => "a disk's source of type file",
        _ when type == typeof(NicDefinition) => "a network card",
        _ when type == typeof(UserNicSource) => "a network card's source of type user",
        _ when type == typeof(SerialDefinition) => "a serial port",
        _ when type == typeof(GraphicsDefinition) => "a display",
        _ when type == typeof(ConsoleControl) => "a console message",
        _ when type.Namespace?.StartsWith("Lodge.Model.", StringComparison.Ordinal) == true => Words(type.Name),
        _ => "this request",
    };

    // 'IoThreadDefinition' becomes 'an io thread'.
    private static string Words(string name)
    {
        const string suffix = "Definition";
        var bare = name.EndsWith(suffix, StringComparison.Ordinal) ? name[..^suffix.Length] : name;
        var words = JsonNamingPolicy.KebabCaseLower.ConvertName(bare).Replace('-', ' ');
        return (words[0] is 'a' or 'e' or 'i' or 'o' ? "an " : "a ") + words;
    }
}
