using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.States;

namespace Lodge.Engine.Vms.Agents;

/// <summary>Finds the agent of a VM whose guest can answer.</summary>
/// <remarks>Nothing of what an agent does changes the VM for Lodge, so it waits for no other operation on it.</remarks>
internal sealed class AgentFinder(VmInventory inventory, LiveVms live)
{
    /// <summary>Whether the agent of a VM is known to be there, without asking anybody.</summary>
    public bool IsKnownThere(Guid vmId) => live.Find(vmId)?.Process.Agent.IsKnownThere == true;

    /// <summary>The VM and its agent, which may yet turn out not to be there.</summary>
    /// <param name="vm">Name or id.</param>
    /// <exception cref="LodgeException">There is no such VM, or its guest does not run.</exception>
    public (Vm Vm, IGuestAgent Agent) Find(string vm)
    {
        var present = inventory.Get(vm);
        return present.Status.State == VmState.Running
            ? (present, live.Get(present.Id, present.Name).Process.Agent)
            : throw VmStates.Refusal(present, "answer through its guest agent");
    }
}
