using Lodge.Qmp.Commands;

namespace Lodge.Qmp.Events;

/// <summary>MIGRATION: a migration came to another state. Sent only with the <c>events</c> capability on.</summary>
/// <param name="Status">The state.</param>
public sealed record MigrationEvent(MigrationStatus Status) : QmpEvent;

/// <summary>MIGRATION_PASS: another round over the memory begins.</summary>
/// <param name="Pass">The round, from 1.</param>
public sealed record MigrationPassEvent(long Pass) : QmpEvent;
