using Lodge.Model.Errors;
using Lodge.Model.Vms.Guest;

namespace Lodge.Engine.Vms;

/// <summary>What running guests say of their memory.</summary>
/// <remarks>It changes nothing, so it waits for no operation on the VM.</remarks>
public sealed class VmMemory
{
    private readonly VmInventory _inventory;
    private readonly LiveVms _live;

    internal VmMemory(VmInventory inventory, LiveVms live) => (_inventory, _live) = (inventory, live);

    /// <summary>Reads it.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LodgeException">The VM does not run, has no balloon, or its QEMU does not answer.</exception>
    public Task<GuestMemory> ReadAsync(string vm, CancellationToken cancellationToken)
    {
        var present = _inventory.Get(vm);
        if (!present.Status.IsLive)
        {
            throw VmStates.Refusal(present, "tell of its memory");
        }

        var live = _live.Get(present.Id, present.Name);
        return live.Intent.Definition is { Balloon: { } balloon, NoBalloon: false }
            ? live.Process.Live.ReadMemoryAsync(balloon, cancellationToken)
            : throw new LodgeException(
                ErrorCode.Unsupported, $"VM '{present.Name}' has no memory balloon, through which a guest tells of its memory.", "Give it one for its next start: lodge set NAME noBalloon=null --next");
    }
}
