using System.Net.Sockets;
using Lodge.Engine.Ports;
using Lodge.Linux.Descriptors;
using Lodge.Linux.Errors;
using Lodge.Linux.Processes;
using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Lodge.Model.Vms.Devices;
using Lodge.Storage.QemuImg;

namespace Lodge.Storage.Nbd;

/// <summary>
/// Opens the bytes of images on servers with the drivers that guests' disks are opened with: qemu-nbd has the image open and
/// serves it on a socket in a folder that only this user can enter. Its secrets reach it as open descriptors.
/// </summary>
/// <param name="watcher">Notices its end.</param>
/// <param name="program">Absolute path of the program.</param>
internal sealed class QemuNbd(PidFdWatcher watcher, string program)
{
    private const int Kill = 9;
    private const int MostWords = 4096;

    // A server that is gone keeps the program waiting for longer.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

    private readonly Spawner _spawner = new(watcher);

    /// <summary>Opens an image's bytes as they are on the server, whatever its format.</summary>
    /// <exception cref="LodgeException">It cannot be opened; the message says why.</exception>
    public async Task<IVolumeContent> OpenAsync(DiskSource source, bool write, ISecretValues secrets, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var folder = Directory.CreateTempSubdirectory("lodge-nbd-").FullName;
        try
        {
            using var handed = new ImageInputs(new Dictionary<string, byte[]>()).With(source, ImageSide.Target, secrets).Open();
            var socket = Path.Combine(folder, "socket");
            List<string> arguments = ["--image-opts", "--socket", socket, "--discard=unmap", .. handed.Arguments];
            if (!write)
            {
                arguments.Add("--read-only");
            }

            arguments.AddRange(["--", QemuImgArguments.ImageOptions(source, VolumeFormat.Raw, encrypted: false, ImageSide.Target)]);
            return await ServeAsync(arguments, handed.Descriptors, folder, socket, cancellationToken);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    private async Task<IVolumeContent> ServeAsync(
        IReadOnlyList<string> arguments, IReadOnlyList<PassedDescriptor> descriptors, string folder, string socket, CancellationToken cancellationToken)
    {
        var pipe = Pipe.Create();
        var process = Start(arguments, descriptors, pipe);
        var words = Task.Run(() => Listen(pipe), CancellationToken.None);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(s_patience);
        try
        {
            var stream = new NetworkStream(await ConnectAsync(process, socket, words, patience.Token), ownsSocket: true);
            return new ServerContent(await NbdClient.OpenAsync(stream, patience.Token), process, folder);
        }
        catch (Exception failure)
        {
            process.Signal(Kill);
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
            throw failure is OperationCanceledException && !cancellationToken.IsCancellationRequested
                ? new LodgeException(ErrorCode.Timeout, $"The storage did not answer within {s_patience.TotalSeconds:0} s.", "Look whether its server and the way there are well.")
                : failure;
        }
    }

    private ProcessHandle Start(IReadOnlyList<string> arguments, IReadOnlyList<PassedDescriptor> descriptors, Pipe pipe)
    {
        using (pipe.Writer)
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
                    Descriptors = descriptors,
                });
            }
            catch (LinuxException missing)
            {
                pipe.Reader.Dispose();
                throw new LodgeException(
                    ErrorCode.Unsupported, $"The program '{program}' cannot be run: {missing.Message}.", "Install it; on Debian it is in the package 'qemu-utils'.", missing);
            }
        }
    }

    private static async Task<Socket> ConnectAsync(ProcessHandle process, string socket, Task<string> words, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (process.Exited.IsCompleted)
            {
                throw QemuImgTrouble.Of("open", await process.Exited, (await words).Replace("qemu-nbd: ", "", StringComparison.Ordinal));
            }

            try
            {
                return await UnixSockets.ConnectAsync(socket, cancellationToken);
            }
            catch (SocketException)
            {
                // It has not opened the image yet.
                await Task.Delay(s_pause, cancellationToken);
            }
        }
    }

    private static string Listen(Pipe pipe)
    {
        using var reader = new StreamReader(new FileStream(pipe.Reader, FileAccess.Read, 0));
        var words = reader.ReadToEnd().ReplaceLineEndings(" ").Trim();
        return words.Length <= MostWords ? words : words[..MostWords];
    }
}
