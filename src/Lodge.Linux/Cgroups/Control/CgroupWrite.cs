using Lodge.Linux.Errors;
using Lodge.Linux.Files;

namespace Lodge.Linux.Cgroups.Control;

/// <summary>One write to a file of a control group.</summary>
/// <param name="File">Absolute path.</param>
/// <param name="Text">What is written.</param>
/// <param name="Key">In a file with a line for each device: the device, with which the line begins; null otherwise.</param>
/// <param name="Unset">With <paramref name="Key"/>: what is written to remove the device's line.</param>
public sealed record CgroupWrite(string File, string Text, string? Key = null, string? Unset = null)
{
    /// <summary>Writes it.</summary>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public void Apply() => KernelFile.Write(File, Text);

    /// <summary>The write that brings back what is there now; null when that cannot be read.</summary>
    public CgroupWrite? Inverse() => KernelFile.TryRead(File) is { } now ? Inverse(now) : null;

    /// <summary>The write that brings back a text that was read from the file.</summary>
    internal CgroupWrite? Inverse(string read)
    {
        if (Key is null)
        {
            return this with { Text = read.TrimEnd('\n') };
        }

        var line = read.Split('\n').FirstOrDefault(line => line.StartsWith(Key + " ", StringComparison.Ordinal));
        return (line ?? Unset) is { } text ? this with { Text = text } : null;
    }
}
