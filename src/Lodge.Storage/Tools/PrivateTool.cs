using System.Text;
using Lodge.Linux.Descriptors;
using Lodge.Linux.Errors;
using Lodge.Linux.Processes;
using Lodge.Model.Errors;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Storage.Tools;

/// <summary>
/// A program of the host that is handed passwords or keys: in a session of its own, without a shell, with an environment of
/// its own, and with secrets in sealed memory or in that environment, never in its arguments.
/// </summary>
/// <param name="watcher">Notices its end.</param>
/// <param name="program">Absolute path of the program.</param>
/// <param name="package">The Debian package that brings it.</param>
internal sealed class PrivateTool(PidFdWatcher watcher, string program, string package)
{
    /// <summary>The path at which the program finds the file that it is handed.</summary>
    public const string HandedPath = "/proc/self/fd/3";

    private const int HandedNumber = 3;
    private const int Kill = 9;

    private readonly Spawner _spawner = new(watcher);

    /// <summary>Its name.</summary>
    public string Name => Path.GetFileName(program);

    /// <summary>Whether this host has it.</summary>
    public bool IsInstalled => File.Exists(program);

    /// <summary>Runs it to its end, whatever that is.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="handed">What <see cref="HandedPath"/> holds; null for no such file.</param>
    /// <param name="environment">Variables for it beside its locale and path.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.Unsupported"/>: it is not installed.</exception>
    public async Task<HostToolResult> RunAsync(
        IReadOnlyList<string> arguments, byte[]? handed, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (output, errors) = (Pipe.Create(), Pipe.Create());
        using var outputReader = new FileStream(output.Reader, FileAccess.Read, 0);
        using var errorReader = new FileStream(errors.Reader, FileAccess.Read, 0);
        using var process = Start(arguments, handed, environment, output.Writer, errors.Writer);
        using var kill = cancellationToken.Register(() => process.Signal(Kill));
        var words = Task.Run(() => Read(errorReader), CancellationToken.None);
        var printed = await Task.Run(() => Read(outputReader), CancellationToken.None);
        var exit = await process.WaitForExitAsync(CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        return new HostToolResult(exit.ExitCode ?? -1, printed, await words);
    }

    private ProcessHandle Start(
        IReadOnlyList<string> arguments, byte[]? handed, IReadOnlyDictionary<string, string> environment, SafeFileHandle output, SafeFileHandle errors)
    {
        using var file = handed is null ? null : MemFd.CreateSealed("lodge-tool", handed);
        using (output)
        using (errors)
        {
            try
            {
                return _spawner.Spawn(new SpawnRequest
                {
                    Executable = program,
                    Arguments = arguments,
                    Environment = new Dictionary<string, string>(environment) { ["LC_ALL"] = "C.UTF-8", ["PATH"] = "/usr/bin:/bin" },
                    WorkingDirectory = "/",
                    Output = output,
                    Errors = errors,
                    Descriptors = file is null ? [] : [new PassedDescriptor(file, HandedNumber)],
                });
            }
            catch (LinuxException missing)
            {
                throw new LodgeException(ErrorCode.Unsupported, $"The program '{program}' cannot be run: {missing.Message}.", $"Install it: apt-get install {package}", missing);
            }
        }
    }

    private static string Read(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
