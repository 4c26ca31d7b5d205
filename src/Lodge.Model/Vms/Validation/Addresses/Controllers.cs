using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms.Validation.Addresses;

/// <summary>The controllers that addresses refer to.</summary>
internal static class Controllers
{
    /// <summary>Checks that a controller exists, or will: the first of each type is made up when it is missing.</summary>
    /// <returns>The controller, when the definition lists it.</returns>
    public static ControllerDefinition? Check(VmDefinition definition, ControllerType type, int index, Place place, string field)
    {
        var ofType = definition.Controllers.OrEmpty().Where(controller => controller.Type == type).ToArray();
        var found = Array.Find(ofType, controller => controller.Index == index);
        place.AddIf(
            found is null && index != 0 && !(index > 0 && ofType.Any(controller => controller.Index is null)),
            field,
            $"is {index}, and controllers lists none of the type {type.Quoted()} with that index");
        return found;
    }
}
