using Lodge.TestSupport.Daemons;

namespace Lodge.TestSupport.Storage;

/// <summary>A real server of disks on this machine, from a script in <c>tests/storage-servers</c>. Disposing stops it.</summary>
public sealed class StorageServer : IAsyncDisposable
{
    private readonly string _script;

    private StorageServer(string script, string folder) => (_script, Folder) = (script, folder);

    /// <summary>Where it keeps what it has.</summary>
    public string Folder { get; }

    /// <summary>What the script tells of it, such as <c>ISCSI_PORT</c>.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; private set; } = new Dictionary<string, string>();

    /// <summary>Why one cannot be started here; null when it can.</summary>
    /// <param name="program">A program that it needs.</param>
    public static string? WhyNot(string program) =>
        !Environment.IsPrivilegedProcess ? $"the script that starts {program} needs root"
        : new[] { "/usr/sbin", "/usr/bin" }.Any(folder => File.Exists(Path.Combine(folder, program))) ? null
        : $"{program} is not installed";

    /// <summary>Starts one.</summary>
    /// <param name="kind">Name of the script: <c>iscsi</c>, <c>nfs</c>, <c>ceph</c>.</param>
    public static async Task<StorageServer> StartAsync(string kind)
    {
        var script = Path.Combine(Repository.Root, "tests", "storage-servers", $"{kind}.sh");
        var server = new StorageServer(script, Directory.CreateTempSubdirectory($"lodge-{kind}-").FullName);
        try
        {
            await server.RunAsync("start");
            server.Facts = (await File.ReadAllLinesAsync(Path.Combine(server.Folder, "env")))
                .Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The server vanishes; what it has stays.</summary>
    public Task PauseAsync() => RunAsync("pause");

    /// <summary>It comes back where it was.</summary>
    public Task ResumeAsync() => RunAsync("resume");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await RunAsync("stop");
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    /// <summary>Runs a program that must succeed; answers what it said.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var ran = await Ran.ProgramAsync(program, arguments);
        return ran.ExitCode == 0 ? ran.Output
            : throw new InvalidOperationException($"{Path.GetFileName(program)} {string.Join(' ', arguments)} ended with {ran.ExitCode}: {ran.Errors}");
    }

    private Task RunAsync(string action) => RunAsync(_script, action, Folder);
}
