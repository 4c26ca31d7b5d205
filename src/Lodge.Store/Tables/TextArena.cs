namespace Lodge.Store.Tables;

/// <summary>Keeps many small texts in few large arrays, which costs less memory than an array each.</summary>
internal sealed class TextArena
{
    private const int BlockBytes = 64 * 1024;

    private byte[] block = [];
    private int used;

    /// <summary>Copies a text into the arena.</summary>
    public ReadOnlyMemory<byte> Keep(ReadOnlySpan<byte> text)
    {
        if (used + text.Length > block.Length)
        {
            (block, used) = (new byte[Math.Max(BlockBytes, text.Length)], 0);
        }

        text.CopyTo(block.AsSpan(used));
        var kept = block.AsMemory(used, text.Length);
        used += text.Length;
        return kept;
    }
}
