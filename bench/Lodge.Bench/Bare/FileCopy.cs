using System.Globalization;
using Lodge.Bench.Lab;

namespace Lodge.Bench.Bare;

/// <summary>What copying a file costs with <c>dd</c>, over the same file again and again.</summary>
/// <param name="bench">The workbench.</param>
/// <param name="source">The file.</param>
/// <param name="target">What is written.</param>
internal sealed class FileCopy(Workbench bench, string source, string target)
{
    public string Source => source;

    public string Target => target;

    /// <summary>Copies it in pieces of 1 MiB.</summary>
    /// <param name="flush">Whether it must be on the disk in the end.</param>
    public Task<TimeSpan> TimeAsync(bool flush)
    {
        File.Delete(target); // As with Lodge's file of the download, which is made anew.
        var arguments = string.Create(CultureInfo.InvariantCulture, $"if={source} of={target} bs=1M status=none{(flush ? " conv=fsync" : "")}");
        return Clock.TimeAsync(() => Command.RunAsync(bench, "/usr/bin/dd", arguments.Split(' ')));
    }
}
