using System.Numerics;
using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace Lodge.Fuzz.Coverage;

/// <summary>
/// Which branches of the instrumented libraries an input took, and roughly how often. An input that took one as none
/// did before is worth being changed further.
/// </summary>
internal sealed unsafe class CoverageMap : IDisposable
{
    private const int Size = 64 * 1024; // what the instrumentation writes to

    private readonly byte[] _seen = new byte[Size];
    private readonly byte* _now;

    // SAFETY: the memory is as long as the instrumentation takes it to be, and is there until this object is disposed,
    // after which nothing that is instrumented runs.
    public CoverageMap()
    {
        _now = (byte*)NativeMemory.AllocZeroed(Size);
        Trace.SharedMem = _now;
    }

    /// <summary>Branches that were taken by any input.</summary>
    public int Branches { get; private set; }

    /// <summary>Forgets what the last input did.</summary>
    public void Begin()
    {
        Now.Clear();
        Trace.PrevLocation = 0;
    }

    /// <summary>Whether the input did what none before it did; it is remembered.</summary>
    public bool IsNew()
    {
        var isNew = false;
        var words = MemoryMarshal.Cast<byte, ulong>(Now);
        for (var word = 0; word < words.Length; word++)
        {
            if (words[word] != 0)
            {
                isNew |= Merge(word * sizeof(ulong));
            }
        }

        return isNew;
    }

    /// <inheritdoc/>
    public void Dispose() => NativeMemory.Free(_now);

    private Span<byte> Now => new(_now, Size);

    private bool Merge(int first)
    {
        var isNew = false;
        for (var i = first; i < first + sizeof(ulong); i++)
        {
            // Once, twice, some, many: how often exactly says nothing.
            var often = Now[i] == 0 ? 0 : 1 << BitOperations.Log2(Now[i]);
            isNew |= (often & ~_seen[i]) != 0;
            Branches += often != 0 && _seen[i] == 0 ? 1 : 0;
            _seen[i] |= (byte)often;
        }

        return isNew;
    }
}
