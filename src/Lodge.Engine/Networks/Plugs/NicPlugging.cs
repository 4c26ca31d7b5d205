using Lodge.Model.Errors;
using Lodge.Model.Networks;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Microsoft.Extensions.Logging;

namespace Lodge.Engine.Networks.Plugs;

/// <summary>Plugs the cards of VMs into the host's networks, and out again. The caller holds the VM.</summary>
internal sealed class NicPlugging(NetworkCore core, ILogger<NicPlugging> logger)
{
    private readonly PlugRequests _requests = new(core);

    /// <summary>Refuses, without changing anything, a VM with a card that could not be plugged in.</summary>
    /// <exception cref="LodgeException">Which card, which network, and why.</exception>
    public async Task CheckAsync(VmDefinition vm, CancellationToken cancellationToken)
    {
        foreach (var nic in PlugRequests.CardsOf(vm))
        {
            using var held = await HoldAsync(vm, nic, cancellationToken);
            await core.Host.CheckAsync(_requests.Of(vm, nic), cancellationToken);
        }
    }

    /// <summary>Plugs all cards of a VM in that need an interface of the host; all, or none.</summary>
    public async Task<IReadOnlyList<NicPlug>> PlugAllAsync(VmDefinition vm, CancellationToken cancellationToken)
    {
        var plugs = new List<NicPlug>();
        try
        {
            foreach (var nic in PlugRequests.CardsOf(vm))
            {
                plugs.Add(await PlugAsync(vm, nic, cancellationToken));
            }

            return plugs;
        }
        catch (Exception failure) when (failure is LodgeException or OperationCanceledException)
        {
            await UnplugAsync(plugs);
            throw;
        }
    }

    /// <summary>Plugs one card in.</summary>
    public async Task<NicPlug> PlugAsync(VmDefinition vm, NicDefinition nic, CancellationToken cancellationToken)
    {
        using var held = await HoldAsync(vm, nic, cancellationToken);
        var plug = await core.Host.PlugAsync(_requests.Of(vm, nic), cancellationToken);
        core.Plugs.Put(plug);
        return plug;
    }

    /// <summary>Serves a card that is plugged in as another definition of it says.</summary>
    public async Task<NicPlug> ChangeAsync(VmDefinition vm, NicDefinition wanted, CancellationToken cancellationToken)
    {
        using var held = await HoldAsync(vm, wanted, cancellationToken);
        var plug = core.Plugs.Find(vm.Id, wanted.Alias!) ?? throw new LodgeException(
            ErrorCode.InvalidState,
            $"The card {wanted.Alias} of VM '{vm.Name}' has no interface on the host any more.",
            "Detach it and attach it again, or start the VM anew.");
        var changed = await core.Host.ChangePlugAsync(plug, _requests.Of(vm, wanted), cancellationToken);
        core.Plugs.Put(changed);
        return changed;
    }

    /// <summary>Removes interfaces of cards. What cannot be removed is logged, and swept up at the daemon's next start.</summary>
    public async Task UnplugAsync(IEnumerable<NicPlug> plugs)
    {
        foreach (var plug in plugs)
        {
            try
            {
                await core.Host.UnplugAsync(plug, CancellationToken.None);
                core.Plugs.Remove(plug);
            }
            catch (Exception failure) when (failure is LodgeException or IOException)
            {
                NetworkLog.UnplugFailed(logger, plug.Interface, plug.VmName, failure);
            }
        }
    }

    /// <summary>Removes the interface of a card; does nothing for one that has none.</summary>
    public Task UnplugAsync(Guid vmId, string alias) => UnplugAsync(core.Plugs.Find(vmId, alias) is { } plug ? [plug] : []);

    /// <summary>Removes all interfaces of a VM's cards.</summary>
    public Task UnplugVmAsync(Guid vmId) => UnplugAsync(core.Plugs.OfVm(vmId));

    /// <summary>The interfaces of a VM's cards; null for none.</summary>
    public IReadOnlyList<NicPlug>? PlugsOf(Guid vmId) => core.Plugs.OfVm(vmId) is { Count: > 0 } plugs ? plugs : null;

    /// <summary>The VMs that have interfaces on the host.</summary>
    public IReadOnlySet<Guid> Owners() => core.Plugs.All().Select(plug => plug.VmId).ToHashSet();

    /// <summary>
    /// Sees that the cards of a VM which outlived the daemon are plugged in as they should be. Never fails: the VM runs, and
    /// what its network lacks is told where networks are looked at. Interfaces that nothing uses are removed.
    /// </summary>
    /// <param name="vm">What runs.</param>
    /// <param name="listDevices">Asks QEMU for the aliases of its devices.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task AdoptAsync(VmDefinition vm, Func<CancellationToken, Task<IReadOnlySet<string>>> listDevices, CancellationToken cancellationToken)
    {
        var unknown = core.Plugs.OfVm(vm.Id).Where(plug => vm.FindDevice(plug.Alias) is not NicDefinition).ToList();
        if (unknown.Count > 0)
        {
            var present = await listDevices(cancellationToken);
            await UnplugAsync(unknown.Where(plug => !present.Contains(plug.Alias)));
        }

        foreach (var nic in PlugRequests.CardsOf(vm))
        {
            await AdoptAsync(vm, nic, cancellationToken);
        }
    }

    /// <summary>Plugs the running cards of a network in again, which was started anew, changed or repaired. The caller holds the network.</summary>
    public async Task ReconnectAsync(Network network, CancellationToken cancellationToken)
    {
        foreach (var plug in core.Plugs.Of(network.Id))
        {
            if (core.RunningDefinition(plug.VmId) is { } vm && vm.FindDevice(plug.Alias) is NicDefinition nic)
            {
                await TryAdoptAsync(plug, vm, nic, cancellationToken);
            }
        }
    }

    private async Task AdoptAsync(VmDefinition vm, NicDefinition nic, CancellationToken cancellationToken)
    {
        if (core.Plugs.Find(vm.Id, nic.Alias!) is not { } plug)
        {
            NetworkLog.PlugMissing(logger, nic.Alias!, vm.Name);
            return;
        }

        try
        {
            using var held = await HoldAsync(vm, nic, cancellationToken);
            await TryAdoptAsync(plug, vm, nic, cancellationToken);
        }
        catch (LodgeException failure)
        {
            NetworkLog.AdoptFailed(logger, nic.Alias!, vm.Name, failure.Message);
        }
    }

    private async Task TryAdoptAsync(NicPlug plug, VmDefinition vm, NicDefinition nic, CancellationToken cancellationToken)
    {
        try
        {
            core.Plugs.Update(plug, await core.Host.AdoptAsync(plug, _requests.Of(vm, nic), cancellationToken));
        }
        catch (Exception failure) when (failure is LodgeException or IOException)
        {
            NetworkLog.AdoptFailed(logger, nic.Alias!, vm.Name, failure.Message);
        }
    }

    // Nobody stops or changes the network meanwhile.
    private async Task<IDisposable?> HoldAsync(VmDefinition vm, NicDefinition nic, CancellationToken cancellationToken)
    {
        await core.Opening.WaitAsync(cancellationToken);
        _requests.ThrowIfNone(vm, nic);
        return _requests.NetworkOf(vm, nic) is { } network
            ? await core.Gates.EnterAsync(network.Id, "plugging of a card", cancellationToken, network.Name)
            : null;
    }
}
