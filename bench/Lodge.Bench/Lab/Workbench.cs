using Lodge.Linux.Processes;

namespace Lodge.Bench.Lab;

/// <summary>What all measurements share: a folder that goes away, and a way to start programs and see their ends at once.</summary>
internal sealed class Workbench : IDisposable
{
    public Workbench(BenchOptions options)
    {
        Options = options;
        Spawner = new Spawner(Watcher);
        Folder = Directory.CreateTempSubdirectory("lodge-bench-").FullName;
    }

    public BenchOptions Options { get; }

    public PidFdWatcher Watcher { get; } = new();

    public Spawner Spawner { get; }

    public string Folder { get; }

    public List<string> Skipped { get; } = [];

    /// <summary>The environment of programs that are started here.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>
    {
        ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin",
        ["LC_ALL"] = "C",
    };

    /// <summary>A new folder.</summary>
    public string MakeFolder(string name) => Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;

    /// <summary>Tells the person in front of it what goes on; the results go to standard output instead.</summary>
    public static void Say(string what) => Console.Error.WriteLine($"… {what}");

    /// <summary>Notes what cannot be measured here.</summary>
    public void Skip(string why)
    {
        Say($"skipped: {why}");
        Skipped.Add(why);
    }

    /// <summary>Ends whatever was started, so that the run fails soon, and in order.</summary>
    public void Abandon() => MarkedProcesses.Kill(Folder);

    public void Dispose()
    {
        Abandon();
        Watcher.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
