using Lodge.Model.Primitives;
using Lodge.Model.Vms.Compute;

namespace Lodge.Model.Vms;

/// <summary>What lists show of a definition. It is kept beside each, so that nobody has to read them all.</summary>
/// <param name="Cpus">Virtual processors that are there.</param>
/// <param name="Memory">Guest memory.</param>
/// <param name="Autostart">Whether the VM starts with the host.</param>
/// <param name="Title">Its title; null for none.</param>
public sealed record DefinitionSummary(int Cpus, ByteSize Memory, bool Autostart, string? Title)
{
    /// <summary>The summary of a definition.</summary>
    public static DefinitionSummary Of(VmDefinition definition) =>
        new(VcpuPresence.Of(definition.Cpu).Count, definition.Memory.Size, definition.Autostart, definition.Title);
}
