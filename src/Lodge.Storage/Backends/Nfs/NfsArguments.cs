using Lodge.Model.Storage;

namespace Lodge.Storage.Backends.Nfs;

/// <summary>
/// Command lines of mount.nfs. Pure. Mounts are 'hard' unless asked otherwise, as nfs(5) advises: a guest waits while its
/// server is gone, and loses nothing.
/// </summary>
internal static class NfsArguments
{
    // Once, and not for two minutes: Lodge itself tries again.
    private static readonly string[] s_always = ["retry=0", "nosuid", "nodev"];

    /// <summary>What is mounted, as the kernel's table names it.</summary>
    public static string Source(NfsPoolBackend backend)
    {
        var host = backend.Host.Contains(':', StringComparison.Ordinal) && !backend.Host.StartsWith('[') ? $"[{backend.Host}]" : backend.Host;
        return $"{host}:{backend.Export}";
    }

    /// <summary>Mounts it.</summary>
    public static IReadOnlyList<string> Mount(NfsPoolBackend backend)
    {
        List<string> options = [.. s_always];
        if (backend.Version is { } version)
        {
            options.Add($"vers={version}");
        }

        options.AddRange(backend.Options ?? []);
        return [Source(backend), backend.TargetPath()!, "-o", string.Join(',', options)];
    }
}
