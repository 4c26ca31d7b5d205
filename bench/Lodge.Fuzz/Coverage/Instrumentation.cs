using System.Diagnostics;
using SharpFuzz;

namespace Lodge.Fuzz.Coverage;

/// <summary>
/// Makes a copy of this program in which the libraries that get the inputs say which branches they take, and runs it.
/// </summary>
internal static class Instrumentation
{
    private const string CopyName = "instrumented-";
    private static readonly string[] s_libraries = ["Lodge.Xdr", "Lodge.Libvirt", "Lodge.LibvirtXml", "Lodge.Model"];

    /// <summary>Whether this is the copy.</summary>
    public static bool IsOn => Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')).StartsWith(CopyName, StringComparison.Ordinal);

    /// <summary>Runs the copy with the same arguments, and gives its exit status.</summary>
    public static int RunCopy(string[] arguments)
    {
        var copy = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, $"{CopyName}{Environment.ProcessId}")).FullName;
        try
        {
            Instrument(copy);
            using var process = Process.Start("dotnet", [Path.Combine(copy, "Lodge.Fuzz.dll"), .. arguments]);
            process.WaitForExit();
            return process.ExitCode;
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    private static void Instrument(string copy)
    {
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)), overwrite: true);
        }

        foreach (var library in s_libraries)
        {
            // Gives the names of the types one by one, as it goes.
            foreach (var _ in Fuzzer.Instrument(Path.Combine(copy, $"{library}.dll"), _ => true, Options.Value))
            {
            }
        }
    }
}
