using System.Text;
using Lodge.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Network.Dnsmasq;

/// <summary>What the dnsmasq of a network prints, over all its runs.</summary>
/// <param name="path">The file.</param>
internal sealed class DnsmasqLog(string path)
{
    private const long Longest = 1 << 20;
    private const int ShownLines = 5;
    private const int ShownBytes = 4096;

    /// <summary>How long it is.</summary>
    public long Length => File.Exists(path) ? new FileInfo(path).Length : 0;

    /// <summary>Sets aside what has grown too long, once.</summary>
    public void Rotate()
    {
        if (Length > Longest)
        {
            File.Move(path, path + ".1", overwrite: true);
        }
    }

    /// <summary>Opens it to append to.</summary>
    public SafeFileHandle Open() => LinuxFile.Open(path, OpenFlags.Write | OpenFlags.Append | OpenFlags.Create | OpenFlags.NoFollow);

    /// <summary>Whether something was printed since the log was as long as it says.</summary>
    public bool Says(string words, long since) => Read(since).Contains(words, StringComparison.Ordinal);

    /// <summary>The last lines that were printed since the log was as long as it says.</summary>
    public IReadOnlyList<string> LastWords(long since) =>
        [.. Read(Math.Max(since, Length - ShownBytes)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim()).TakeLast(ShownLines)];

    private string Read(long since)
    {
        if (!File.Exists(path))
        {
            return "";
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Seek(Math.Min(since, file.Length), SeekOrigin.Begin);
        using var reader = new StreamReader(file, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
