using System.Collections.Concurrent;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Vms;

namespace Lodge.Engine.Vms;

/// <summary>The processes behind the VMs that are live.</summary>
internal sealed class LiveVms
{
    private readonly ConcurrentDictionary<Guid, LiveVm> _live = new();

    public IEnumerable<LiveVm> All => _live.Values;

    public LiveVm? Find(Guid vmId) => _live.GetValueOrDefault(vmId);

    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidState"/> when no process belongs to the VM.</exception>
    public LiveVm Get(Guid vmId, string name) => Find(vmId)
        ?? throw new LodgeException(ErrorCode.InvalidState, $"VM '{name}' has no running QEMU.", $"Start it with 'lodge start {name}'.");

    /// <summary>The process of a VM that has to be live for what is asked.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidState"/> when it is not.</exception>
    public LiveVm Get(Vm vm, string verb) => vm.Status.IsLive ? Get(vm.Id, vm.Name) : throw VmStates.Refusal(vm, verb);

    public void Add(LiveVm live) => _live[live.VmId] = live;

    public LiveVm? Remove(Guid vmId) => _live.TryRemove(vmId, out var live) ? live : null;
}

/// <summary>One live VM: its process, and what its run record says.</summary>
internal sealed class LiveVm(Guid vmId, IVmProcess process, RunIntent intent)
{
    private readonly Lock _lock = new();
    private RunIntent _intent = intent;

    public Guid VmId => vmId;

    public IVmProcess Process => process;

    public RunIntent Intent
    {
        get
        {
            lock (_lock)
            {
                return _intent;
            }
        }
    }

    /// <summary>Changes the run record, in memory and on disk.</summary>
    public void Amend(Func<RunIntent, RunIntent> change)
    {
        lock (_lock)
        {
            _intent = change(_intent);
            process.WriteIntent(_intent);
        }
    }
}
