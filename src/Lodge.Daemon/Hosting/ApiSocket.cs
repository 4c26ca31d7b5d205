using System.Globalization;
using Lodge.Linux.Files;
using Lodge.Model.Errors;

namespace Lodge.Daemon.Hosting;

/// <summary>Who may use the socket of the REST API: the daemon's user, root, and the members of one group.</summary>
internal static class ApiSocket
{
    private const string DefaultGroup = "lodge";

    /// <summary>Opens the socket to the group, or to nobody else where there is none.</summary>
    /// <param name="path">The socket.</param>
    /// <param name="group">Configured group; null for the default one where it exists.</param>
    /// <exception cref="LodgeException">The configured group does not exist.</exception>
    public static void Open(string path, string? group)
    {
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var groupId = FindGroup(group ?? DefaultGroup);
        if (groupId is null && group is not null)
        {
            throw new LodgeException(ErrorCode.InvalidArgument, $"The group '{group}' of the setting socket-group does not exist.", $"Make it with 'groupadd {group}', or name another.");
        }

        if (groupId is { } id && Environment.IsPrivilegedProcess)
        {
            LinuxFile.SetGroup(path, id);
            File.SetUnixFileMode(path, owner | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
            return;
        }

        File.SetUnixFileMode(path, owner);
    }

    private static uint? FindGroup(string name) => File.ReadLines("/etc/group")
        .Select(line => line.Split(':'))
        .Where(fields => fields.Length >= 3 && fields[0] == name)
        .Select(fields => (uint?)uint.Parse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture))
        .FirstOrDefault();
}
