using Lodge.Model.Errors;
using Lodge.Model.Vms.Guest;
using Lodge.Model.Vms.Usage;

namespace Lodge.Engine.Vms;

/// <summary>What running guests say of their memory, and what can be seen of it from outside.</summary>
/// <remarks>It changes nothing, so it waits for no operation on the VM.</remarks>
public sealed class VmMemory
{
    private const int LongestMeasuring = 60;

    private readonly VmInventory _inventory;
    private readonly LiveVms _live;

    internal VmMemory(VmInventory inventory, LiveVms live) => (_inventory, _live) = (inventory, live);

    /// <summary>Reads it.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LodgeException">The VM does not run, has no balloon, or its QEMU does not answer.</exception>
    public Task<GuestMemory> ReadAsync(string vm, CancellationToken cancellationToken)
    {
        var live = Find(vm, "tell of its memory");
        return live.Intent.Definition is { Balloon: { } balloon, NoBalloon: false }
            ? live.Process.Live.ReadMemoryAsync(balloon, cancellationToken)
            : throw new LodgeException(
                ErrorCode.Unsupported, $"VM '{live.Intent.Definition.Name}' has no memory balloon, through which a guest tells of its memory.", "Give it one for its next start: lodge set NAME noBalloon=null --next");
    }

    /// <summary>Reads a piece of a guest's memory.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="address">Where it begins.</param>
    /// <param name="length">How many bytes, up to <see cref="Peeking.Most"/>.</param>
    /// <param name="isVirtual">Whether the address is one of the first processor's at this moment, not of the machine's memory.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LodgeException">The VM does not run, nothing is there, or its QEMU does not answer.</exception>
    public async Task<byte[]> PeekAsync(string vm, long address, int length, bool isVirtual, CancellationToken cancellationToken) =>
        length is >= 0 and <= Peeking.Most
            ? await Find(vm, "have its memory read").Process.Memory.PeekAsync(address, length, isVirtual, cancellationToken)
            : throw new LodgeException(ErrorCode.InvalidArgument, $"0 to {Peeking.Most} bytes can be read at once, not {length}.");

    /// <summary>Begins to measure how fast a guest changes its memory; <see cref="VmUsage.DirtyRate"/> tells.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="seconds">For how long, 1 to 60.</param>
    /// <param name="method">How.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LodgeException">The VM does not run, or its QEMU cannot measure so.</exception>
    public async Task MeasureDirtyRateAsync(string vm, int seconds, DirtyRateMethod method, CancellationToken cancellationToken)
    {
        if (seconds is < 1 or > LongestMeasuring)
        {
            throw new LodgeException(ErrorCode.InvalidArgument, $"It is measured for 1 to {LongestMeasuring} s, not for {seconds} s.");
        }

        await Find(vm, "be measured").Process.Memory.MeasureDirtyRateAsync(seconds, method, cancellationToken);
    }

    private LiveVm Find(string vm, string verb) => _live.Get(_inventory.Get(vm), verb);
}
