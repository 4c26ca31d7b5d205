using System.ComponentModel;
using System.Diagnostics;

namespace Lodge.TestSupport.Storage;

/// <summary>A loop device on a file of its own.</summary>
public sealed class LoopDevice : IDisposable
{
    private readonly string _file;

    private LoopDevice(string path, string file) => (Path, _file) = (path, file);

    /// <summary>The device's node.</summary>
    public string Path { get; }

    /// <summary>Makes one; null where this host has none, or not the rights to use them.</summary>
    /// <param name="mebibytes">Its size.</param>
    public static async Task<LoopDevice?> TryMakeAsync(long mebibytes)
    {
        var file = System.IO.Path.GetTempFileName();
        await using (var stream = File.OpenWrite(file))
        {
            stream.SetLength(mebibytes << 20);
        }

        var (made, path) = await RunAsync("--find", "--show", file);
        if (made)
        {
            return new LoopDevice(path.Trim(), file);
        }

        File.Delete(file);
        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        RunAsync("--detach", Path).GetAwaiter().GetResult();
        File.Delete(_file);
    }

    private static async Task<(bool Done, string Output)> RunAsync(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("/usr/sbin/losetup", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode == 0, output);
        }
        catch (Win32Exception)
        {
            return (false, "");
        }
    }
}
