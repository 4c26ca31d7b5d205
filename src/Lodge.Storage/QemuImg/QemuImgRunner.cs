using System.Globalization;
using System.Text;
using Lodge.Linux.Descriptors;
using Lodge.Linux.Errors;
using Lodge.Linux.Processes;
using Lodge.Model.Errors;

namespace Lodge.Storage.QemuImg;

/// <summary>
/// Runs qemu-img: in a session of its own, without a shell, with an environment of its own and no descriptors but those of
/// its secrets. One that is cancelled is killed.
/// </summary>
/// <param name="watcher">Notices its end.</param>
/// <param name="program">Absolute path of the program.</param>
internal sealed class QemuImgRunner(PidFdWatcher watcher, string program)
{
    private const int Kill = 9;
    private const int MostWords = 4096;
    private const int MostTries = 10;

    private readonly Spawner _spawner = new(watcher);

    /// <summary>Runs it to its end.</summary>
    /// <param name="arguments">What it shall do.</param>
    /// <param name="secrets">Values by the ids that the arguments name.</param>
    /// <param name="progress">The share that is done, 0 to 1.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <exception cref="LodgeException">It is not installed, or what it said when it failed.</exception>
    public Task RunAsync(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, byte[]> secrets, IProgress<double> progress, CancellationToken cancellationToken) =>
        RunAsync(arguments, new ImageInputs(secrets), progress, cancellationToken);

    /// <summary>Runs it to its end.</summary>
    /// <param name="arguments">What it shall do.</param>
    /// <param name="inputs">Secrets and files that the arguments name.</param>
    /// <param name="progress">The share that is done, 0 to 1.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <exception cref="LodgeException">It is not installed, or what it said when it failed.</exception>
    public async Task RunAsync(IReadOnlyList<string> arguments, ImageInputs inputs, IProgress<double> progress, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var handed = inputs.Open();
            var (exit, words) = await ExecuteAsync([arguments[0], .. handed.Arguments, .. arguments.Skip(1)], handed.Descriptors, progress, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            if (exit.ExitCode == 0)
            {
                return;
            }

            if (tries == MostTries || !QemuImgTrouble.IsOfTheClock(words))
            {
                throw QemuImgTrouble.Of(arguments[0], exit, words);
            }
        }
    }

    private async Task<(ProcessExit Exit, string Words)> ExecuteAsync(
        IReadOnlyList<string> arguments, IReadOnlyList<PassedDescriptor> handed, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var pipe = Pipe.Create();
        using var reader = new FileStream(pipe.Reader, FileAccess.Read, 0);
        ProcessHandle process;
        using (pipe.Writer)
        {
            process = Start(arguments, handed, pipe);
        }

        using (process)
        {
            using var kill = cancellationToken.Register(() => process.Signal(Kill));
            var words = await Task.Run(() => Read(reader, progress), CancellationToken.None);
            return (await process.WaitForExitAsync(CancellationToken.None), words);
        }
    }

    private ProcessHandle Start(IReadOnlyList<string> arguments, IReadOnlyList<PassedDescriptor> handed, Pipe pipe)
    {
        try
        {
            return _spawner.Spawn(new SpawnRequest
            {
                Executable = program,
                Arguments = arguments,
                Environment = new Dictionary<string, string> { ["LC_ALL"] = "C.UTF-8", ["PATH"] = "/usr/bin:/bin" },
                WorkingDirectory = "/",
                Output = pipe.Writer,
                Descriptors = handed,
            });
        }
        catch (LinuxException missing)
        {
            throw new LodgeException(
                ErrorCode.Unsupported, $"The program '{program}' cannot be run: {missing.Message}.", "Install it; on Debian it is in the package 'qemu-utils'.", missing);
        }
    }

    // Progress comes as '(12.34/100%)' with a return after each; everything else is said to people.
    private static string Read(FileStream reader, IProgress<double> progress)
    {
        var (words, line) = (new StringBuilder(), new StringBuilder());
        var buffer = new byte[4096];
        for (int read; (read = reader.Read(buffer)) > 0;)
        {
            foreach (var letter in Encoding.UTF8.GetString(buffer, 0, read))
            {
                if (letter is not ('\r' or '\n'))
                {
                    line.Append(letter);
                    continue;
                }

                Take(line.ToString().Trim(), words, progress);
                line.Clear();
            }
        }

        Take(line.ToString().Trim(), words, progress);
        return words.ToString().Trim();
    }

    private static void Take(string line, StringBuilder words, IProgress<double> progress)
    {
        if (line.StartsWith('(') && line.EndsWith("/100%)", StringComparison.Ordinal)
            && double.TryParse(line.AsSpan(1, line.Length - 1 - "/100%)".Length), CultureInfo.InvariantCulture, out var percent))
        {
            progress.Report(Math.Clamp(percent / 100, 0, 1));
        }
        else if (line.Length > 0 && words.Length < MostWords)
        {
            words.Append(line).Append(' ');
        }
    }
}
