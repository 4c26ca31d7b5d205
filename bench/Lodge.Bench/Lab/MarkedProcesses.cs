using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Lodge.Bench.Lab;

/// <summary>Finds and ends processes by the folder that their command line or environment names.</summary>
internal static class MarkedProcesses
{
    /// <summary>Kills every process that names something below <paramref name="folder"/>, and waits for its end.</summary>
    public static void Kill(string folder)
    {
        foreach (var pid in Below(folder))
        {
            try
            {
                using var process = Process.GetProcessById(pid);
                process.Kill();
                process.WaitForExit();
            }
            catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
            {
                continue; // It has ended by itself.
            }
        }
    }

    private static List<int> Below(string folder) =>
    [
        .. Directory.GetDirectories("/proc")
            .Select(place => Path.GetFileName(place)!)
            .Where(name => char.IsAsciiDigit(name[0]))
            .Where(name => $"{Read(name, "environ")}{Read(name, "cmdline")}".Contains($"{folder}/", StringComparison.Ordinal))
            .Select(name => int.Parse(name, CultureInfo.InvariantCulture))
            .Where(pid => pid != Environment.ProcessId),
    ];

    private static string Read(string pid, string file)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{pid}/{file}"));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return ""; // It has ended meanwhile, or is somebody else's.
        }
    }
}
