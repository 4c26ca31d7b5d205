using System.Text.Json;
using System.Text.Json.Nodes;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Changes;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Planning.Devices.Small;
using Lodge.Qemu.Processes;
using Lodge.Qmp.Commands;
using WatchdogAction = Lodge.Model.Vms.Devices.WatchdogAction;

namespace Lodge.Qemu.Live;

/// <summary>Changes that are one command of the monitor each.</summary>
internal sealed class SmallChanges(QmpSession session)
{
    /// <summary>Plugs a card's cable in, or pulls it.</summary>
    public Task SetLinkAsync(NicDefinition nic, CancellationToken cancellationToken) => session.ExecuteAsync(
        new RawCommand("set_link", Arguments(new JsonObject { ["name"] = nic.Alias, ["up"] = nic.Link != LinkState.Down })), cancellationToken);

    /// <summary>Moves the balloon. QEMU counts all memory that the guest has, plugged in or not.</summary>
    public Task MoveBalloonAsync(BalloonStep step, VmDefinition running, CancellationToken cancellationToken)
    {
        var plugged = running.Memory.Devices.OrEmpty()
            .Where(module => module.Model is Model.Vms.Compute.MemoryDeviceModel.Dimm or Model.Vms.Compute.MemoryDeviceModel.Nvdimm)
            .Sum(module => module.Size.Bytes);
        return session.ExecuteAsync(new BalloonCommand(step.Target.Bytes + plugged), cancellationToken);
    }

    /// <summary>Changes how much of a virtio-mem device the guest shall have. The guest follows in its own time.</summary>
    public Task RequestMemoryAsync(MemoryRequestStep step, CancellationToken cancellationToken) =>
        SetAsync(step.After.Alias!, "requested-size", (step.After.Requested ?? step.After.Size).Bytes, cancellationToken);

    /// <summary>Changes what the watchdog does.</summary>
    public Task SetWatchdogAsync(WatchdogAction action, CancellationToken cancellationToken) =>
        session.ExecuteAsync(new SetActionCommand(watchdog: WatchdogDevices.ActionOf(action)), cancellationToken);

    /// <summary>Changes whether QEMU resets or stops a guest that reboots.</summary>
    public Task SetRebootPolicyAsync(RebootPolicyStep step, CancellationToken cancellationToken) => session.ExecuteAsync(
        new SetActionCommand(reboot: step.After == LifecycleAction.Restart ? RebootAction.Reset : RebootAction.Shutdown), cancellationToken);

    private Task SetAsync(string alias, string property, long value, CancellationToken cancellationToken) => session.ExecuteAsync(
        new QomSetCommand($"/machine/peripheral/{alias}", property, JsonSerializer.SerializeToElement(value, LiveJson.Default.Int64)), cancellationToken);

    private static JsonElement Arguments(JsonObject members) => JsonSerializer.SerializeToElement(members, LiveJson.Default.JsonObject);
}
