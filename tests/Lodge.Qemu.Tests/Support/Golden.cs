using System.Runtime.CompilerServices;

namespace Lodge.Qemu.Tests.Support;

/// <summary>Files beside the tests that hold what is expected; LODGE_UPDATE_GOLDEN=1 writes them anew.</summary>
public static class Golden
{
    public static void Compare(string name, string actual, [CallerFilePath] string source = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(source)!, "Golden", name);
        if (Environment.GetEnvironmentVariable("LODGE_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.Equal(File.Exists(path) ? File.ReadAllText(path) : "", actual);
    }
}
