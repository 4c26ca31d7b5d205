using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;
using Lodge.Qemu.Planning.Devices;
using Lodge.Qemu.Planning.Devices.Small;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>Controllers and hubs, each behind what it is plugged into.</summary>
internal static class ControllerArguments
{
    public static void Add(PlanBuilder plan, PlanContext context)
    {
        foreach (var controller in InOrder(context.Definition.Controllers.OrEmpty()))
        {
            foreach (var device in ControllerDevices.Plan(controller, context))
            {
                plan.Add(device);
            }
        }

        plan.AddEach(context.Definition.Hubs, (hub, i) => HubDevices.Of(context, hub, i));

        if (context.MachineType == MachineType.Pc)
        {
            foreach (var (key, value) in ControllerDevices.FloppyBoot(context))
            {
                plan.Add("-global", $"isa-fdc.{key}={value!.ToText((_, _) => "")}");
            }
        }
    }

    private static List<ControllerDefinition> InOrder(IReadOnlyList<ControllerDefinition> controllers)
    {
        var waiting = controllers.OrderBy(controller => controller.Type == ControllerType.Pci ? 0 : 1).ThenBy(controller => controller.Index).ToList();
        var (order, buses) = (new List<ControllerDefinition>(), new HashSet<int> { 0 });
        while (waiting.Count > 0)
        {
            var next = waiting.Find(controller => controller.Address is not PciAddress pci || buses.Contains(pci.Bus)) ?? waiting[0];
            waiting.Remove(next);
            order.Add(next);
            if (next is { Type: ControllerType.Pci, Index: { } bus })
            {
                buses.Add(bus);
            }
        }

        return order;
    }
}
