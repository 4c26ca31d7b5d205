using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Planning.Devices;
using Lodge.Qemu.Planning.Devices.Characters;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>Parallel ports, virtio consoles and channels.</summary>
internal static class PortArguments
{
    private const string UsualController = "virtioserial0";

    public static void Add(PlanBuilder plan, PlanContext context)
    {
        var definition = context.Definition;
        var channels = VmChannels.Of(definition);
        plan.AddEach(definition.Parallels, (port, i) => ParallelDevices.Of(context, port, i));
        if (channels.Count > 0)
        {
            var (driver, place) = VirtioDevices.SerialController(plan, context.MachineType);
            plan.Add(new PlannedDevice { Id = definition.Controllers.OrEmpty().FirstOrDefault(controller => controller.Type == ControllerType.VirtioSerial)?.Alias ?? UsualController, Driver = driver, Properties = place });
        }

        plan.AddEach(channels, (channel, i) => VirtioPorts.Of(context, channel with { Address = null }, i));
    }
}
