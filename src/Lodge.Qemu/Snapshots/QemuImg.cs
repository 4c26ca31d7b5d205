using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Lodge.Model.Errors;

namespace Lodge.Qemu.Snapshots;

/// <summary>Runs qemu-img on images that no QEMU has open.</summary>
internal static class QemuImg
{
    /// <summary>Runs it to its end.</summary>
    /// <param name="arguments">What to do.</param>
    /// <param name="what">The same in words, for errors: <c>merge 'a' into 'b'</c>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="progress">Gets the share done, 0 to 1, where it is told to print it; null not to listen.</param>
    /// <exception cref="LodgeException">It is not installed, or failed.</exception>
    public static async Task RunAsync(IEnumerable<string> arguments, string what, CancellationToken cancellationToken, IProgress<double>? progress = null)
    {
        using var process = Start(arguments);
        try
        {
            process.StandardInput.Close();
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await FollowAsync(process.StandardOutput, progress, cancellationToken);
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

    // It prints "    (12.34/100%)" again and again, with a carriage return.
    private static async Task FollowAsync(StreamReader output, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var buffer = new char[256];
        for (int read; (read = await output.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            var said = new string(buffer, 0, read);
            var (open, slash) = (said.LastIndexOf('('), said.LastIndexOf('/'));
            if (slash > open && open >= 0 && double.TryParse(said.AsSpan(open + 1, slash - open - 1), CultureInfo.InvariantCulture, out var percent))
            {
                progress?.Report(Math.Clamp(percent / 100, 0, 1));
            }
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
        "The images are as they were. Put right what it says; then try again.");
}
