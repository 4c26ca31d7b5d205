using Lodge.Model.Vms.Devices;

namespace Lodge.Qemu.Planning.Devices.Characters;

/// <summary>Parallel ports.</summary>
internal static class ParallelDevices
{
    /// <summary>QEMU's driver.</summary>
    public const string Driver = "isa-parallel";

    /// <summary>Plans a port.</summary>
    /// <param name="context">The VM.</param>
    /// <param name="parallel">The port.</param>
    /// <param name="index">Its place among the VM's parallel ports.</param>
    public static PlannedDevice Of(PlanContext context, ParallelDefinition parallel, int index)
    {
        var alias = parallel.Alias ?? $"parallel{index}";
        var end = CharacterEnds.Of(parallel.Backend, alias, context.Paths.PortSocket(alias), CharacterLogs.Of(parallel, alias));
        var isa = parallel.Address as IsaAddress;
        return new PlannedDevice
        {
            Id = alias,
            Backends = [end.Chardev],
            Reachable = end.Reachable,
            Driver = Driver,
            Properties = [("chardev", end.Chardev.Id), ("index", index), ("iobase", isa?.IoBase), ("irq", isa?.Irq)],
        };
    }
}
