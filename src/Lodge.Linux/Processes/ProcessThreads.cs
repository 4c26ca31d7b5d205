using System.Globalization;
using Lodge.Linux.Files;

namespace Lodge.Linux.Processes;

/// <summary>The threads of a process, from <c>/proc/PID/task</c> (proc(5)).</summary>
public static class ProcessThreads
{
    /// <summary>Ids of all threads, ascending; empty when the process is gone.</summary>
    /// <param name="pid">The process id, which is also the id of its first thread.</param>
    public static IReadOnlyList<int> List(int pid)
    {
        try
        {
            return [.. Directory.EnumerateDirectories(Folder(pid)).Select(IdOf).Order()];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    /// <summary>What a thread calls itself, at most 15 characters; null when it is gone.</summary>
    /// <param name="pid">Its process.</param>
    /// <param name="threadId">The thread.</param>
    public static string? NameOf(int pid, int threadId) =>
        KernelFile.TryRead(string.Create(CultureInfo.InvariantCulture, $"{Folder(pid)}/{threadId}/comm"))?.TrimEnd('\n');

    private static int IdOf(string folder) => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture);

    private static string Folder(int pid) => string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/task");
}
