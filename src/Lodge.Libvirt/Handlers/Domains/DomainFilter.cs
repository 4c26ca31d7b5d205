using Lodge.Engine;
using Lodge.Model.Vms;
using Lodge.Model.Vms.States;

namespace Lodge.Libvirt.Handlers.Domains;

/// <summary>
/// Which domains a client wants listed (virConnectListAllDomainsFlags): of each group of flags, one that is set must
/// fit; a group of which none is set does not matter.
/// </summary>
internal static class DomainFilter
{
    /// <summary>All flags.</summary>
    public const uint All = 0xffff;

    private const uint Active = 1;
    private const uint Inactive = 2;
    private const uint Persistent = 4;
    private const uint Transient = 8;
    private const uint Running = 16;
    private const uint Paused = 32;
    private const uint ShutOff = 64;
    private const uint OtherState = 128;
    private const uint ManagedSave = 256;
    private const uint NoManagedSave = 512;
    private const uint Autostart = 1024;
    private const uint NoAutostart = 2048;
    private const uint Snapshot = 4096;
    private const uint NoSnapshot = 8192;
    private const uint Checkpoint = 16384;
    private const uint NoCheckpoint = 32768;

    /// <summary>Whether a VM is wanted.</summary>
    /// <param name="vm">The VM.</param>
    /// <param name="flags">What the client set.</param>
    /// <param name="engine">Knows snapshots and checkpoints; null when no flag asks for them.</param>
    public static bool Matches(Vm vm, uint flags, LodgeEngine? engine = null) =>
        Fits(flags, Active | Inactive, vm.Status.IsLive ? Active : Inactive)
        && Fits(flags, Persistent | Transient, vm.Persistent ? Persistent : Transient)
        && Fits(flags, Running | Paused | ShutOff | OtherState, StateOf(vm.Status))
        && Fits(flags, ManagedSave | NoManagedSave, vm.HasManagedSave ? ManagedSave : NoManagedSave)
        && ((flags & (Autostart | NoAutostart)) == 0
            || Fits(flags, Autostart | NoAutostart, vm.Definition.Autostart ? Autostart : NoAutostart))
        && ((flags & (Snapshot | NoSnapshot)) == 0
            || Fits(flags, Snapshot | NoSnapshot, engine?.Snapshots.List(vm.Id.ToString()).Snapshots.Count > 0 ? Snapshot : NoSnapshot))
        && ((flags & (Checkpoint | NoCheckpoint)) == 0
            || Fits(flags, Checkpoint | NoCheckpoint, engine?.Checkpoints.List(vm.Id.ToString()).Checkpoints.Count > 0 ? Checkpoint : NoCheckpoint));

    private static bool Fits(uint flags, uint group, uint value) => (flags & group) == 0 || (flags & value) != 0;

    private static uint StateOf(VmStatus status) => DomainStates.Of(status).State switch
    {
        DomainState.Running => Running,
        DomainState.Paused => Paused,
        DomainState.ShutOff => ShutOff,
        _ => OtherState,
    };
}
