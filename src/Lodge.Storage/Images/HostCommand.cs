using System.ComponentModel;
using System.Diagnostics;

namespace Lodge.Storage.Images;

/// <summary>Runs a program of the host to its end, with an English locale and no input.</summary>
internal static class HostCommand
{
    /// <summary>Runs a program and collects what it prints.</summary>
    /// <exception cref="ImageBuildException">The program is not installed.</exception>
    public static async Task<HostCommandResult> RunAsync(
        string program, IEnumerable<string> arguments, string folder, CancellationToken cancellation)
    {
        var output = "";
        var (exitCode, errors) = await RunAsync(
            program,
            arguments,
            folder,
            async (stream, stop) =>
            {
                using var reader = new StreamReader(stream, leaveOpen: true);
                output = await reader.ReadToEndAsync(stop);
            },
            cancellation);
        return new(exitCode, output, errors);
    }

    /// <summary>Runs a program and hands its output to a reader as it comes.</summary>
    /// <returns>The exit status and everything the program wrote to its standard error.</returns>
    public static async Task<(int ExitCode, string Errors)> RunAsync(
        string program,
        IEnumerable<string> arguments,
        string folder,
        Func<Stream, CancellationToken, Task> readOutput,
        CancellationToken cancellation)
    {
        using var process = Start(program, arguments, folder);
        try
        {
            process.StandardInput.Close();
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            await readOutput(process.StandardOutput.BaseStream, cancellation);
            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, await errors);
        }
        catch
        {
            await EndAsync(process);
            throw;
        }
    }

    private static Process Start(string program, IEnumerable<string> arguments, string folder)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new ImageBuildException(
                ImageBuildFault.ToolMissing,
                $"The program '{program}' cannot be run: {missing.Message}.",
                "Install it; on Debian it is part of the packages 'apt' and 'dpkg'.",
                missing);
        }
    }

    private static async Task EndAsync(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        await process.WaitForExitAsync(CancellationToken.None);
    }
}

/// <summary>What a program left behind.</summary>
/// <param name="ExitCode">Its exit status; 128 and more stand for a signal.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
internal sealed record HostCommandResult(int ExitCode, string Output, string Errors);
