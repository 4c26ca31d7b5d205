using Lodge.Model.Vms.Platform;
using Lodge.Qemu.Planning.Devices.Characters;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>Serial ports.</summary>
internal static class SerialArguments
{
    public static void Add(PlanBuilder plan, PlanContext context)
    {
        for (var i = 0; i < context.Definition.Serials.Count; i++)
        {
            var serial = SerialDevices.Of(context, context.Definition.Serials[i], i);
            plan.Add(serial);
            if (context.MachineType == MachineType.Microvm)
            {
                plan.Add("-serial", $"chardev:{CharacterEnds.IdOf(serial.Id)}");
            }
        }
    }
}
