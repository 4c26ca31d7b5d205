using Lodge.Engine;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.States;

namespace Lodge.Libvirt.Handlers.Agents;

/// <summary>
/// Asks the agents of guests, and tells of failures as libvirt does: a domain without the channel (74), nobody at its
/// other end, or somebody who does not answer (86).
/// </summary>
/// <param name="engine">The engine.</param>
/// <param name="domains">All domains.</param>
internal sealed class AgentCalls(LodgeEngine engine, DomainDirectory domains)
{
    /// <summary>Asks the agent of a domain.</summary>
    /// <param name="handle">The domain.</param>
    /// <param name="ask">Asks; it gets the VM's id.</param>
    public async ValueTask<T> AskAsync<T>(Domain handle, Func<string, Task<T>> ask)
    {
        var vm = Check(handle);
        try
        {
            return await ask(vm.Id.ToString());
        }
        catch (LodgeException failure) when (failure.Error.Code is ErrorCode.AgentUnresponsive or ErrorCode.Timeout)
        {
            throw new LibvirtException(ErrorNumber.AgentUnresponsive, ErrorOrigin.Qemu, await ReasonAsync(vm, failure), failure);
        }
    }

    /// <summary>Tells the agent of a domain to do something.</summary>
    /// <param name="handle">The domain.</param>
    /// <param name="tell">Tells it; it gets the VM's id.</param>
    public async ValueTask TellAsync(Domain handle, Func<string, Task> tell) => await AskAsync(handle, async vm =>
    {
        await tell(vm);
        return true;
    });

    /// <summary>The VM of a handle, whose guest runs and has a channel for an agent.</summary>
    public Vm Check(Domain handle)
    {
        var vm = domains.GetActive(handle);
        if (vm.Status.State != VmState.Running)
        {
            throw DomainDirectory.Invalid("domain is not running");
        }

        return VmChannels.Of(vm.CurrentDefinition).Any(channel => channel.Name == ChannelDefinition.GuestAgent)
            ? vm
            : throw new LibvirtException(ErrorNumber.ArgumentUnsupported, ErrorOrigin.Qemu, "QEMU guest agent is not configured");
    }

    private async Task<string> ReasonAsync(Vm vm, LodgeException failure)
    {
        try
        {
            var isThere = await engine.Agents.IsThereAsync(vm.Id.ToString(), CancellationToken.None);
            return isThere ? failure.Error.ToString() : "QEMU guest agent is not connected";
        }
        catch (LodgeException)
        {
            return failure.Error.ToString(); // The VM has ended meanwhile; what the agent said first says more.
        }
    }
}
