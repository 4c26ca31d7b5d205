using Lodge.Model.Vms;
using Lodge.Model.Vms.States;

namespace Lodge.Libvirt.Handlers.Events;

/// <summary>What the translation of an event has to know beside it.</summary>
/// <param name="Before">The state that was told last; null when none was.</param>
/// <param name="IsTransient">Whether the domain was never defined, or is not any more; its end is no news then.</param>
/// <param name="Running">The definition that it runs with, or has; null when it is gone.</param>
internal readonly record struct DomainKnowledge(VmState? Before, bool IsTransient, VmDefinition? Running);
