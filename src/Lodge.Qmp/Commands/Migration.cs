using System.Text.Json;
using Lodge.Qmp.Wire;

namespace Lodge.Qmp.Commands;

/// <summary>
/// <c>migrate</c>: begins to send the machine away, or to save it (<c>fd:NAME</c>, <c>exec:...</c>, and
/// <c>file:...</c> since QEMU 8.2). The answer comes at once; see <see cref="QueryMigrateCommand"/> for the rest.
/// </summary>
public sealed class MigrateCommand(string uri, bool? resume = null)
    : QmpCommand<EmptyReply>("migrate", ReplyJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer)
    {
        writer.WriteString("uri"u8, uri);
        writer.WriteOptional("resume", resume);
    }
}

/// <summary><c>migrate-incoming</c>: begins to take in a machine, after a start with <c>-incoming defer</c>.</summary>
public sealed class MigrateIncomingCommand(string uri)
    : QmpCommand<EmptyReply>("migrate-incoming", ReplyJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer) => writer.WriteString("uri"u8, uri);
}

/// <summary><c>migrate_cancel</c>: gives a migration up; no error if there is none.</summary>
public sealed class MigrateCancelCommand() : QmpCommand<EmptyReply>("migrate_cancel", ReplyJson.Default.EmptyReply);

/// <summary><c>migrate-continue</c>: goes on from the state in which the migration waits.</summary>
/// <param name="state">That state, usually <see cref="MigrationStatus.PreSwitchover"/>.</param>
public sealed class MigrateContinueCommand(MigrationStatus state)
    : QmpCommand<EmptyReply>("migrate-continue", ReplyJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer) =>
        writer.WriteString("state"u8, WireEnum<MigrationStatus>.NameOf(state));
}

/// <summary><c>query-migrate</c>: how the last or present migration is doing.</summary>
public sealed class QueryMigrateCommand() : QmpCommand<MigrationInfo>("query-migrate", ReplyJson.Default.MigrationInfo);
