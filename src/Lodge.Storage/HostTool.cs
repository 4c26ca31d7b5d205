using System.Diagnostics;
using System.ComponentModel;
using Lodge.Model.Errors;

namespace Lodge.Storage;

/// <summary>Runs tools of the host that manage storage: without a shell or input, with an English locale and a plain path.</summary>
internal sealed class HostTool
{
    /// <summary>Runs a tool to its end.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <returns>What it printed.</returns>
    /// <exception cref="LodgeException">It is not installed, or what it said when it failed.</exception>
    public async Task<string> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Start(program, arguments);
        process.StandardInput.Close();
        try
        {
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0
                ? output
                : throw new LodgeException(ErrorCode.StorageFailed, $"{program} failed: {string.Join(' ', (await errors).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(3))}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static Process Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin";
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new LodgeException(ErrorCode.Unsupported, $"The program '{program}' cannot be run: {missing.Message}.", "Install it; 'apt-file search' or your distribution's site tells the package.", missing);
        }
    }
}
