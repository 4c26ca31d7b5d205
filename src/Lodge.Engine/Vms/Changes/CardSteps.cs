using Lodge.Engine.Networks.Plugs;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Changes;
using Lodge.Model.Vms.Devices;

namespace Lodge.Engine.Vms.Changes;

/// <summary>
/// Carries out steps of a running VM, on the host and in its QEMU: the interface of a card is there before QEMU opens it, and
/// goes after QEMU has let go of it.
/// </summary>
internal sealed class CardSteps(NicPlugging plugging)
{
    /// <inheritdoc cref="IVmLive.ApplyAsync"/>
    public Task ApplyAsync(LiveVm live, LiveStep step, VmDefinition running, ChangeManner manner, CancellationToken cancellationToken) => step switch
    {
        AttachStep { Device: NicDefinition nic } attach when PlugRequests.IsPlugged(nic) => AttachAsync(live, attach, nic, running, manner, cancellationToken),
        DetachStep { Device: NicDefinition nic } detach => DetachAsync(live, detach, nic, running, manner, cancellationToken),
        NicPlugStep change => ChangeAsync(live, change, running, manner, cancellationToken),
        _ => live.Process.Live.ApplyAsync(step, running, manner, cancellationToken),
    };

    private async Task AttachAsync(
        LiveVm live, AttachStep step, NicDefinition nic, VmDefinition running, ChangeManner manner, CancellationToken cancellationToken)
    {
        var plug = await plugging.PlugAsync(step.ApplyTo(running), nic, cancellationToken);
        try
        {
            await live.Process.Live.ApplyAsync(step with { Plug = plug }, running, manner, cancellationToken);
        }
        catch (Exception failure) when (failure is LodgeException or OperationCanceledException)
        {
            await plugging.UnplugAsync([plug]);
            throw;
        }
    }

    private async Task DetachAsync(
        LiveVm live, DetachStep step, NicDefinition nic, VmDefinition running, ChangeManner manner, CancellationToken cancellationToken)
    {
        await live.Process.Live.ApplyAsync(step, running, manner, cancellationToken);
        await plugging.UnplugAsync(live.VmId, nic.Alias!);
    }

    // When the run record cannot take the change, the host is as before.
    private async Task ChangeAsync(LiveVm live, NicPlugStep step, VmDefinition running, ChangeManner manner, CancellationToken cancellationToken)
    {
        var plug = await plugging.ChangeAsync(step.ApplyTo(running), step.After, cancellationToken);
        try
        {
            await live.Process.Live.ApplyAsync(step with { Plug = plug }, running, manner, cancellationToken);
        }
        catch (Exception failure) when (failure is LodgeException or OperationCanceledException)
        {
            await plugging.ChangeAsync(running, step.Before, CancellationToken.None);
            throw;
        }
    }
}
