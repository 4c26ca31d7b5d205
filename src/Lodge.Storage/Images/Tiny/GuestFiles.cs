using System.Text;

namespace Lodge.Storage.Images.Tiny;

/// <summary>The tiny guest's own files, which lie in the folder <c>guest</c> and are built into this assembly.</summary>
internal static class GuestFiles
{
    private const string Prefix = "tiny-guest/";

    /// <summary>All files by their path in the guest, in a fixed order.</summary>
    public static IReadOnlyList<(string Path, byte[] Content)> All { get; } = ReadAll();

    private static (string, byte[])[] ReadAll()
    {
        var assembly = typeof(GuestFiles).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => (name[Prefix.Length..], Read(assembly.GetManifestResourceStream(name)!))),
        ];
    }

    private static byte[] Read(Stream stream)
    {
        using (stream)
        {
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            return content;
        }
    }

    /// <summary>Whether a file is a program: it names its interpreter in its first line.</summary>
    public static bool IsProgram(byte[] content) => content.AsSpan().StartsWith("#!"u8);

    /// <summary>The text of a list with one item on each line.</summary>
    public static byte[] Lines(IEnumerable<string> items) =>
        Encoding.UTF8.GetBytes(string.Concat(items.Select(item => item + '\n')));
}
