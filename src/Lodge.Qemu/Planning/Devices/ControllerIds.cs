using System.Globalization;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Qemu.Planning.Devices;

/// <summary>What controllers are called in QEMU; the buses that they make are named after them.</summary>
internal static class ControllerIds
{
    /// <summary>The id of a controller.</summary>
    public static string Of(VmDefinition definition, ControllerType type, int index) =>
        definition.Controllers.OrEmpty().FirstOrDefault(controller => controller.Type == type && controller.Index == index)?.Alias
        ?? string.Create(CultureInfo.InvariantCulture, $"{type.ToString().ToLowerInvariant()}{index}");
}
