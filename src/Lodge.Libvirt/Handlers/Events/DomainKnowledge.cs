using Lodge.Model.Vms;
using Lodge.Model.Vms.States;

namespace Lodge.Libvirt.Handlers.Events;

/// <summary>What the translation of an event has to know beside it.</summary>
/// <param name="Before">The state that was told last; null when none was.</param>
/// <param name="IsTransient">Whether the domain was never defined, or is not any more; its end is no news then.</param>
/// <param name="Vm">The domain as it is now; null when it is gone. Its definition is read only for what needs it.</param>
internal readonly record struct DomainKnowledge(VmState? Before, bool IsTransient, Vm? Vm);
