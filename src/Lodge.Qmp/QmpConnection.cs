using System.Runtime.InteropServices;

namespace Lodge.Qmp;

/// <summary>
/// The way to one QEMU monitor: a byte stream, and, where the transport can do it, a way to hand over a descriptor.
/// The client that connects over it owns it from then on and closes the stream.
/// </summary>
/// <param name="Stream">
/// The monitor socket, open in both directions. Reads and writes must be able to run at the same time.
/// </param>
/// <param name="SendWithDescriptor">
/// Sends all the given bytes, with the descriptor attached to the first of them (SCM_RIGHTS), before it completes.
/// It is never called while a write to <paramref name="Stream"/> is under way, and it does not close the handle.
/// Null on a transport without descriptor passing: commands that carry one are then refused.
/// </param>
public sealed record QmpConnection(
    Stream Stream,
    Func<ReadOnlyMemory<byte>, SafeHandle, CancellationToken, ValueTask>? SendWithDescriptor = null);
