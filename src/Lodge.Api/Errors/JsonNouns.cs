using Lodge.Api.Contracts;
using Lodge.Model.Vms;

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
        _ => "this request",
    };
}
