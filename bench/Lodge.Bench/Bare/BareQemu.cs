using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Lodge.Bench.Lab;
using Lodge.Linux.Descriptors;
using Lodge.Linux.Files;
using Lodge.Linux.Processes;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Bench.Bare;

/// <summary>
/// QEMU as a shell would start it, though with the very arguments and descriptors that Lodge chose: no confinement, no
/// control groups, no records. What is left is QEMU's own time, the limit that no manager gets below.
/// </summary>
internal sealed class BareQemu(Workbench bench, QemuRecipe recipe)
{
    private const uint OwnerOnly = 0x180; // 0600
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = bench.MakeFolder("bare");

    /// <summary>Starts and ends it.</summary>
    public async Task<BareLife> RunAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var token = patience.Token;
        var descriptors = recipe.Descriptors.Select(wanted => new PassedDescriptor(Open(wanted), wanted.Number)).ToList();
        using var monitor = await UnixSockets.ConnectAsync(SocketPath("qmp"), token);
        using var lines = new StreamReader(new NetworkStream(monitor));
        var logPath = Path.Combine(_folder, "qemu.log");
        using var log = LinuxFile.Open(logPath, OpenFlags.Write | OpenFlags.Create | OpenFlags.Append);

        var begun = Stopwatch.GetTimestamp();
        using var process = bench.Spawner.Spawn(new SpawnRequest
        {
            Executable = recipe.Program,
            Arguments = recipe.Arguments,
            Environment = bench.Environment,
            WorkingDirectory = "/",
            Output = log,
            Descriptors = descriptors,
        });
        descriptors.ForEach(descriptor => descriptor.Source.Dispose());
        await ExpectAsync(lines, "\"QMP\"", logPath, token);
        var greeting = Stopwatch.GetElapsedTime(begun);
        await SendAsync(monitor, "qmp_capabilities", token);
        await ExpectAsync(lines, "\"return\"", logPath, token);
        var answer = Stopwatch.GetElapsedTime(begun);

        begun = Stopwatch.GetTimestamp();
        await SendAsync(monitor, "quit", token);
        await process.WaitForExitAsync(token);
        return new BareLife(greeting, answer, Stopwatch.GetElapsedTime(begun));
    }

    private string SocketPath(string name) => Path.Combine(_folder, $"{name}.sock");

    private SafeFileHandle Open(RecipeDescriptor wanted) => wanted switch
    {
        { Socket: { } name } => UnixSockets.ListenDescriptor(SocketPath(name), OwnerOnly, replace: true),
        { File: { } path } when path.EndsWith(".log", StringComparison.Ordinal) =>
            LinuxFile.Open(path, OpenFlags.Write | OpenFlags.Append | OpenFlags.Create),
        _ => LinuxFile.Open(wanted.File!, OpenFlags.ReadWrite),
    };

    private static async Task ExpectAsync(StreamReader lines, string text, string logPath, CancellationToken cancellationToken)
    {
        var line = await lines.ReadLineAsync(cancellationToken);
        if (line?.Contains(text, StringComparison.Ordinal) != true)
        {
            throw new InvalidOperationException($"QEMU by itself said '{line}' instead of {text}. Its log:\n{await File.ReadAllTextAsync(logPath, cancellationToken)}");
        }
    }

    private static async Task SendAsync(Socket monitor, string command, CancellationToken cancellationToken) =>
        await monitor.SendAsync(Encoding.ASCII.GetBytes($"{{\"execute\":\"{command}\"}}\n"), cancellationToken);
}

/// <summary>What the life of a QEMU took.</summary>
/// <param name="Greeting">From the spawn to the greeting; a thread of its own sends it while the machine is still being made.</param>
/// <param name="Answer">From the spawn to the answer to the first command: the machine is there.</param>
/// <param name="Quit">From the command 'quit' to the end of the process.</param>
internal sealed record BareLife(TimeSpan Greeting, TimeSpan Answer, TimeSpan Quit);
