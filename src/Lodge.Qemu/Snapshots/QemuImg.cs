using System.ComponentModel;
using System.Diagnostics;
using Lodge.Model.Errors;

namespace Lodge.Qemu.Snapshots;

/// <summary>Runs qemu-img on images that no QEMU has open.</summary>
internal static class QemuImg
{
    /// <summary>Runs it to its end.</summary>
    /// <param name="arguments">What to do.</param>
    /// <param name="what">The same in words, for errors: <c>merge 'a' into 'b'</c>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="LodgeException">It is not installed, or failed.</exception>
    public static async Task RunAsync(IEnumerable<string> arguments, string what, CancellationToken cancellationToken)
    {
        using var process = Start(arguments);
        try
        {
            process.StandardInput.Close();
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0)
            {
                throw Failed(what, (await errors).Trim());
            }
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }
    }

    private static Process Start(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("qemu-img", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LC_ALL"] = "C.UTF-8";
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new LodgeException(
                ErrorCode.StorageFailed, $"The program 'qemu-img' cannot be run: {missing.Message}.", "Install it; on Debian it is in the package 'qemu-utils'.", missing);
        }
    }

    private static LodgeException Failed(string what, string words) => new(
        words.Contains("No space left", StringComparison.Ordinal) ? ErrorCode.InsufficientResources : ErrorCode.StorageFailed,
        $"qemu-img could not {what}: {words.Split('\n')[^1]}",
        "The images are as they were. Put right what it says; the next work on the VM's snapshots tries it again.");
}
