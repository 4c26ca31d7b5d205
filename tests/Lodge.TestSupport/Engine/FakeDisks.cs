using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Usage;

namespace Lodge.TestSupport.Engine;

/// <summary>Disks and memory of a <see cref="FakeQemu"/>: what is done to them is written down among its changes.</summary>
internal sealed class FakeDisks(FakeQemu qemu) : IVmDisks, IVmMemoryProbe
{
    public Task ResizeAsync(DiskDefinition disk, long bytes, CancellationToken cancellationToken) => NoteAsync($"resize {disk.Name} to {bytes}");

    public Task MarkAsync(DiskDefinition disk, long bytes, CancellationToken cancellationToken) => NoteAsync($"mark {disk.Name} at {bytes}");

    // A guest of 1 MiB that is full of its own addresses.
    public Task<byte[]> PeekAsync(long address, int length, bool isVirtual, CancellationToken cancellationToken) => address + length <= 1 << 20
        ? Task.FromResult(Enumerable.Range(0, length).Select(i => (byte)(address + i)).ToArray())
        : throw new LodgeException(ErrorCode.InvalidArgument, "There is no memory.");

    public Task MeasureDirtyRateAsync(int seconds, DirtyRateMethod method, CancellationToken cancellationToken) => NoteAsync($"measure {method} for {seconds} s");

    private async Task NoteAsync(string what)
    {
        await Task.Yield();
        qemu.Changes.Enqueue(what);
    }
}
