using Lodge.Model.Errors;
using Lodge.Storage.Tools;

namespace Lodge.Storage.Images.Debian;

/// <summary>Installs Debian into a tar file, with mmdebstrap from the host's own apt sources.</summary>
internal static class Debootstrap
{
    private const int KeptLines = 8;

    /// <summary>Installs it.</summary>
    /// <param name="recipe">What.</param>
    /// <param name="folder">A folder for what is needed on the way.</param>
    /// <param name="step">Hears what it is doing.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The tar file.</returns>
    /// <exception cref="LodgeException">It failed; the message has what apt said.</exception>
    public static async Task<string> RunAsync(DebianRecipe recipe, string folder, Action<string> step, CancellationToken cancellationToken)
    {
        var (target, early) = (Path.Combine(folder, "root.tar"), Path.Combine(folder, "early.cfg"));
        await File.WriteAllTextAsync(early, recipe.EarlyConfiguration, cancellationToken);
        var said = new Queue<string>();
        var (status, _) = await new HostTool("sh", "dash").RunAsync(
            ["-c", "TMPDIR=\"$0\" exec mmdebstrap \"$@\" 2>&1", folder, .. recipe.Arguments(target, early)],
            folder,
            (output, stop) => FollowAsync(output, said, step, stop),
            cancellationToken);
        return status == 0 ? target : throw new LodgeException(
            ErrorCode.StorageFailed,
            $"mmdebstrap could not install Debian {recipe.Suite}: {string.Join(" | ", said.Where(line => line.StartsWith("E: ", StringComparison.Ordinal)).DefaultIfEmpty(said.LastOrDefault() ?? "it does not say why"))}",
            "See that the network is there, that /etc/apt names the release, and that the packages are called so: apt-cache policy PACKAGE");
    }

    private static async Task FollowAsync(Stream output, Queue<string> said, Action<string> step, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(output, leaveOpen: true);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("I: ", StringComparison.Ordinal))
            {
                step(line[3..].TrimEnd('.'));
            }

            said.Enqueue(line);
            if (said.Count > KeptLines)
            {
                said.Dequeue();
            }
        }
    }
}
