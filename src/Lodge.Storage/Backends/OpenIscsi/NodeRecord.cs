using System.Text;
using Lodge.Linux.Files;
using Lodge.Model.Errors;

namespace Lodge.Storage.Backends.OpenIscsi;

/// <summary>
/// The record that open-iscsi keeps of a node: a file of <c>name = value</c> lines for root alone. A password is written there,
/// since iscsiadm takes it on its command line only, where every user of the host could read it.
/// </summary>
internal static class NodeRecord
{
    /// <summary>Where distributions have them (iscsiadm(8), FILES).</summary>
    public static IReadOnlyList<string> Places { get; } = ["/etc/iscsi/nodes", "/var/lib/iscsi/nodes"];

    private const int MostBytes = 255;

    /// <summary>Puts a user and password into all records of a target.</summary>
    /// <exception cref="LodgeException">The password cannot stand there, or there is no record.</exception>
    public static async Task AuthenticateAsync(string target, string user, byte[] password, CancellationToken cancellationToken)
    {
        var files = Places.Select(place => Path.Combine(place, target)).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)).ToArray();
        if (files.Length == 0)
        {
            throw new LodgeException(ErrorCode.StorageFailed, $"open-iscsi keeps no record of the target '{target}' where Lodge looks for it.", $"See that its database is in {string.Join(" or ", Places)}.");
        }

        foreach (var file in files)
        {
            var record = With(await File.ReadAllTextAsync(file, cancellationToken), user, password);
            await DurableFile.WriteAtomicallyAsync(file, Encoding.UTF8.GetBytes(record), cancellation: cancellationToken);
        }
    }

    /// <summary>A record with a user and password.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidArgument"/>: the password cannot stand there.</exception>
    public static string With(string record, string user, byte[] password)
    {
        var text = Encoding.UTF8.GetString(password);
        if (text.Length == 0 || text.Trim() != text || text.Any(char.IsControl) || password.Length > MostBytes)
        {
            throw new LodgeException(
                ErrorCode.InvalidArgument, "The secret is no password that open-iscsi takes.", $"Use 1 to {MostBytes} bytes of text, without line ends, and without blanks at its ends.");
        }

        var lines = record.Split('\n').Where(line => !line.StartsWith("node.session.auth.authmethod ", StringComparison.Ordinal)
            && !line.StartsWith("node.session.auth.username ", StringComparison.Ordinal) && !line.StartsWith("node.session.auth.password ", StringComparison.Ordinal)).ToList();
        var end = lines.FindIndex(line => line.StartsWith("# END RECORD", StringComparison.Ordinal));
        lines.InsertRange(
            end < 0 ? lines.Count : end,
            ["node.session.auth.authmethod = CHAP", $"node.session.auth.username = {user}", $"node.session.auth.password = {text}"]);
        return string.Join('\n', lines);
    }
}
