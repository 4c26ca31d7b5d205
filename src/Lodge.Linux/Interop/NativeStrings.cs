using System.Runtime.InteropServices;

namespace Lodge.Linux.Interop;

/// <summary>A null-terminated array of C strings (argv, envp) in native memory; freed on dispose.</summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    private readonly int _count;
    private byte** _array;

    public NativeStrings(IReadOnlyList<string> values)
    {
        _count = values.Count;
        foreach (var value in values)
        {
            if (value.Contains('\0', StringComparison.Ordinal))
            {
                throw new ArgumentException("A string for another program may not hold a NUL character.");
            }
        }

        // SAFETY: one slot more than there are strings, zeroed, so that the array ends in NULL; each slot gets a
        // string from the same allocator that Dispose gives it back to.
        _array = (byte**)NativeMemory.AllocZeroed((nuint)_count + 1, (nuint)sizeof(byte*));
        for (var i = 0; i < _count; i++)
        {
            _array[i] = (byte*)Marshal.StringToCoTaskMemUTF8(values[i]);
        }
    }

    /// <summary>The array, valid until dispose.</summary>
    public byte** Pointer => _array;

    public void Dispose()
    {
        // SAFETY: frees what the constructor allocated, once: the field is cleared before anything can run again.
        var array = _array;
        _array = null;
        if (array is null)
        {
            return;
        }

        for (var i = 0; i < _count; i++)
        {
            Marshal.FreeCoTaskMem((nint)array[i]);
        }

        NativeMemory.Free(array);
    }
}
