namespace Lodge.Network.Records;

/// <summary>Small files that are replaced in one step, so that a reader finds the old or the new one, whole.</summary>
internal static class TextFiles
{
    /// <summary>Replaces a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="contents">What it holds then.</param>
    /// <param name="forAll">Whether everybody may read it.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> contents, bool forAll = false)
    {
        var mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var temporary = path + ".new";
        using (var file = new FileStream(temporary, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            BufferSize = 0,
            UnixCreateMode = mode,
        }))
        {
            file.Write(contents);
        }

        if (forAll)
        {
            File.SetUnixFileMode(temporary, mode | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
