using System.Runtime.CompilerServices;

namespace Lodge.TestSupport.Daemons;

/// <summary>Finds the checkout and what a build left in it.</summary>
public static class Repository
{
    /// <summary>The checkout's top folder.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A program that <c>./build.sh</c> made. <c>LODGE_BIN</c> names another folder.</summary>
    /// <param name="name"><c>lodged</c>, <c>lodge</c> or <c>lodge-launch</c>.</param>
    public static string Program(string name)
    {
        var folder = Environment.GetEnvironmentVariable("LODGE_BIN") is { Length: > 0 } other ? other : Path.Combine(Root, "artifacts", "bin");
        var path = Path.Combine(folder, name);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{path} is missing: run ./build.sh first.");
    }

    private static string FindRoot([CallerFilePath] string here = "")
    {
        var folder = Path.GetDirectoryName(here);
        while (folder is not null && !File.Exists(Path.Combine(folder, "Lodge.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException($"No Lodge.slnx above {here}.");
    }
}
