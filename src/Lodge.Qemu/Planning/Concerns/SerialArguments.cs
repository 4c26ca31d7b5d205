using Lodge.Model.Vms.Platform;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>
/// Serial ports. QEMU itself writes the log of the first, to a descriptor that appends, so that nothing is lost while
/// the daemon is away, and the file can be emptied under it when it is rotated.
/// </summary>
internal static class SerialArguments
{
    public static void Add(PlanBuilder plan, PlanContext context)
    {
        for (var i = 0; i < context.Definition.Serials.Count; i++)
        {
            var id = $"serial{i}";
            var log = i == 0 ? plan.PassAsSet("console-log", new OpenedFile(context.Paths.ConsoleLog, FileOpening.Append)) : null;
            plan.Add("-chardev", SocketChardev.Of(plan, id, context.Paths.SerialSocket(i), log));
            if (context.MachineType == MachineType.Microvm)
            {
                plan.Add("-serial", $"chardev:{id}");
            }
            else
            {
                plan.AddDevice("isa-serial", ("id", $"port{i}"), ("chardev", id), ("index", PlanBuilder.Text(i)));
            }
        }
    }
}
