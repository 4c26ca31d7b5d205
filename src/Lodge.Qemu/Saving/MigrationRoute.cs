using System.Globalization;
using System.Runtime.InteropServices;
using Lodge.Qemu.Processes;
using Lodge.Qmp;
using Lodge.Qmp.Commands;

namespace Lodge.Qemu.Saving;

/// <summary>
/// How QEMU is told to write its state to, or read it from, an open file. Up to 9.0 a file goes as a plain descriptor,
/// which stands at the right position; from 9.1 on that is deprecated, and a descriptor set with an offset takes its
/// place (8.2 and 9.0 know it, but empty the file first).
/// </summary>
internal static class MigrationRoute
{
    private const string Name = "lodge-state";
    private const long SetId = 1_000_000;

    /// <summary>Whether this QEMU takes a descriptor set with an offset.</summary>
    public static bool UsesSets(QmpVersion version) => version.IsAtLeast(9, 1);

    /// <summary>Hands over the file and answers the URI that means it.</summary>
    public static async Task<string> OfferAsync(
        QmpSession session, SafeHandle file, long offset, CancellationToken cancellationToken)
    {
        if (!UsesSets(session.Version))
        {
            await session.ExecuteAsync(new GetFdCommand(Name, file), cancellationToken);
            return $"fd:{Name}";
        }

        await session.ExecuteAsync(new AddFdCommand(file, SetId, Name), cancellationToken);
        return string.Create(CultureInfo.InvariantCulture, $"file:/dev/fdset/{SetId},offset={offset}");
    }

    /// <summary>Lets QEMU close its copy, where it does not by itself.</summary>
    public static async Task WithdrawAsync(QmpSession session, CancellationToken cancellationToken)
    {
        if (UsesSets(session.Version))
        {
            await session.ExecuteAsync(new RemoveFdCommand(SetId), cancellationToken);
        }
    }
}
