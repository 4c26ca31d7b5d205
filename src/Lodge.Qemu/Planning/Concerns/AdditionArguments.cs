using Lodge.Model.Errors;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>What the user gives QEMU besides. It comes last, so that it can say otherwise than all before it.</summary>
internal static class AdditionArguments
{
    public static void Add(PlanBuilder plan, PlanContext context)
    {
        foreach (var alias in context.Additions.Overrides.Select(entry => entry.Alias))
        {
            if (plan.Devices.All(device => device.Id != alias))
            {
                throw new LodgeException(
                    ErrorCode.InvalidArgument,
                    $"VM '{context.Definition.Name}' overrides properties of '{alias}', and has no such device.",
                    "Name a device by its alias in qemu:override.");
            }
        }

        foreach (var argument in context.Additions.Arguments)
        {
            plan.Add(argument);
        }
    }
}
