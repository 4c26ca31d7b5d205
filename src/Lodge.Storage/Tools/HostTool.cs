using System.ComponentModel;
using System.Diagnostics;
using Lodge.Model.Errors;

namespace Lodge.Storage.Tools;

/// <summary>A program of the host that storage and images are worked on with. It runs without a shell, and with an English locale.</summary>
/// <param name="Program">Its name.</param>
/// <param name="Package">The Debian package that brings it.</param>
internal sealed record HostTool(string Program, string Package)
{
    private const int ShownLines = 3;

    // Where tools for administrators are, which the daemon of an ordinary user does not have in its PATH.
    private static readonly string[] s_places = ["/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin", "/usr/local/bin"];

    // A process that waits for a server in the kernel cannot be killed before that answers.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>QEMU's tool for images.</summary>
    public static HostTool QemuImg { get; } = new("qemu-img", "qemu-utils");

    /// <summary>Unpacks what is packed with xz.</summary>
    public static HostTool Xz { get; } = new("xz", "xz-utils");

    /// <summary>Makes ISO 9660 file systems.</summary>
    public static HostTool GenIsoImage { get; } = new("genisoimage", "genisoimage");

    /// <summary>What it is told on its standard input; null for nothing.</summary>
    public string? Input { get; init; }

    /// <summary>Whether this host has it.</summary>
    public bool IsInstalled => Locate() is not null;

    /// <summary>Runs it to its end, whatever that is.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.Unsupported"/>: it is not installed.</exception>
    public async Task<HostToolResult> RunAsync(IEnumerable<string> arguments, string folder, CancellationToken cancellationToken)
    {
        var output = "";
        var (exitCode, errors) = await RunAsync(
            arguments,
            folder,
            async (stream, stop) =>
            {
                using var reader = new StreamReader(stream, leaveOpen: true);
                output = await reader.ReadToEndAsync(stop);
            },
            cancellationToken);
        return new(exitCode, output, errors);
    }

    /// <summary>Runs it and hands what it prints to a reader as it comes.</summary>
    /// <returns>The exit status and everything it wrote to its standard error.</returns>
    /// <exception cref="LodgeException"><see cref="ErrorCode.Unsupported"/>: it is not installed.</exception>
    public async Task<(int ExitCode, string Errors)> RunAsync(
        IEnumerable<string> arguments, string folder, Func<Stream, CancellationToken, Task> readOutput, CancellationToken cancellationToken)
    {
        using var process = Start(arguments, folder);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await TellAsync(process, cancellationToken);
            await readOutput(process.StandardOutput.BaseStream, cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, await errors);
        }
        catch
        {
            await EndAsync(process);
            throw;
        }
    }

    /// <summary>Runs it, and demands that it succeeds.</summary>
    /// <param name="purpose">What it does, for the error: <c>convert the image</c>.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <returns>What it printed.</returns>
    /// <exception cref="LodgeException">It is not installed, or failed.</exception>
    public async Task<string> DemandAsync(string purpose, IEnumerable<string> arguments, string folder, CancellationToken cancellationToken)
    {
        var result = await RunAsync(arguments, folder, cancellationToken);
        return result.ExitCode == 0 ? result.Output : throw Failed(purpose, result.Errors);
    }

    /// <summary>The error of a run that failed.</summary>
    public LodgeException Failed(string purpose, string errors) =>
        new(ErrorCode.StorageFailed, $"{Program} could not {purpose}: {LastLines(errors)}");

    private Process Start(IEnumerable<string> arguments, string folder)
    {
        var start = new ProcessStartInfo(Locate() ?? Program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        start.Environment["LVM_SUPPRESS_FD_WARNINGS"] = "1";
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new LodgeException(
                ErrorCode.Unsupported, $"The program '{Program}' cannot be run: {missing.Message}.", $"Install it: apt-get install {Package}", missing);
        }
    }

    private async Task TellAsync(Process process, CancellationToken cancellationToken)
    {
        try
        {
            if (Input is { } words)
            {
                await process.StandardInput.WriteAsync(words.AsMemory(), cancellationToken);
            }

            process.StandardInput.Close();
        }
        catch (IOException) when (Input is not null)
        {
            // It ended before it had heard all; its own words tell why.
            await process.WaitForExitAsync(cancellationToken);
        }
    }

    private string? Locate() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Concat(s_places).Select(place => Path.Combine(place, Program)).FirstOrDefault(File.Exists);

    private static async Task EndAsync(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        using var patience = new CancellationTokenSource(s_patience);
        await process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static string LastLines(string text) =>
        text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } lines
            ? string.Join(' ', lines.TakeLast(ShownLines))
            : "it does not say why.";
}

/// <summary>What a program left behind.</summary>
/// <param name="ExitCode">Its exit status; 128 and more stand for a signal.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
internal sealed record HostToolResult(int ExitCode, string Output, string Errors);
