namespace Lodge.Bench.Bare;

/// <summary>A file that no file system and no image format can make smaller.</summary>
internal static class RandomFile
{
    private const int Piece = 1 << 20;

    public static async Task WriteAsync(string path, long size)
    {
        var random = new Random(1);
        var piece = new byte[Piece];
        await using var file = File.Create(path);
        for (var done = 0L; done < size; done += Piece)
        {
            random.NextBytes(piece);
            await file.WriteAsync(piece);
        }
    }
}
