using System.Diagnostics;
using System.Net.Sockets;

namespace Lodge.Qmp.Tests.Qemu;

/// <summary>A real QEMU, paused, without a guest system, in a folder of its own.</summary>
internal sealed class RealQemu : IAsyncDisposable
{
    private readonly Process _process;

    private RealQemu(Process process, string folder)
    {
        _process = process;
        Folder = folder;
    }

    public string Folder { get; }

    public string MonitorPath => Path.Combine(Folder, "qmp.sock");

    /// <summary>Starts QEMU; skips the test if there is none.</summary>
    /// <param name="arguments">Arguments beyond the machine; <c>{folder}</c> stands for its folder.</param>
    public static Task<RealQemu> StartAsync(params string[] arguments) => StartAsync(_ => { }, arguments);

    /// <summary>The same, with something to be put into its folder first.</summary>
    public static async Task<RealQemu> StartAsync(Action<string> prepare, params string[] arguments)
    {
        var binary = Find("qemu-system-x86_64");
        Assert.SkipWhen(binary is null, "There is no qemu-system-x86_64 on this machine's PATH.");
        var folder = Directory.CreateTempSubdirectory("lodge-qemu-").FullName;
        prepare(folder);
        string[] all =
        [
            "-S", "-nodefaults", "-display", "none", "-machine", "q35", "-accel", "tcg", "-m", "64",
            "-qmp", "unix:{folder}/qmp.sock,server=on,wait=off", .. arguments,
        ];
        var start = new ProcessStartInfo(binary!, all.Select(argument => argument.Replace("{folder}", folder)))
        {
            RedirectStandardError = true,
        };
        var qemu = new RealQemu(Process.Start(start)!, folder);
        await qemu.AwaitSocketAsync();
        return qemu;
    }

    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    public async Task<Stream> OpenAsync(string? path = null) =>
        new NetworkStream(await OpenSocketAsync(path), ownsSocket: true);

    public async Task<Socket> OpenSocketAsync(string? path = null)
    {
        var end = new UnixDomainSocketEndPoint(path ?? MonitorPath);
        for (var tries = 0; ; tries++)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(end, TestContext.Current.CancellationToken);
                return socket;
            }
            catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused && tries < 100)
            {
                socket.Dispose(); // QEMU has made the socket and does not listen on it yet.
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
        }
    }

    public async Task<QmpClient> ConnectAsync() => await QmpClient.ConnectAsync(
        new QmpConnection(await OpenAsync()), QmpClientOptions.Default, TestContext.Current.CancellationToken);

    public Task AwaitExitAsync() => _process.WaitForExitAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task AwaitSocketAsync()
    {
        while (!File.Exists(MonitorPath))
        {
            if (_process.HasExited)
            {
                Assert.Fail($"QEMU did not start: {await _process.StandardError.ReadToEndAsync()}");
            }

            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
