using System.Text.Json;
using Lodge.Engine.Ports;
using Lodge.Model.Json;
using Lodge.Model.Snapshots;
using Lodge.Model.Vms;
using Lodge.Store.Threading;

namespace Lodge.Store.Snapshots;

/// <summary>Snapshots in the database.</summary>
internal sealed class SqliteSnapshots(StoreThread thread) : ISnapshotStore
{
    public Task<IReadOnlyList<VmSnapshots>> LoadAsync(CancellationToken cancellationToken) =>
        thread.RunAsync(database => database.Snapshots.Load(), cancellationToken);

    public Task SaveAsync(VmSnapshots snapshots, VmDefinition? definition, long revision, CancellationToken cancellationToken)
    {
        var json = snapshots.IsEmpty ? null : JsonSerializer.Serialize(snapshots, ModelJson.Default.VmSnapshots);
        var text = definition is null ? null : JsonSerializer.Serialize(definition, ModelJson.Default.VmDefinition);
        return thread.RunAsync(
            database =>
            {
                if (definition is not null)
                {
                    database.Vms.Save(definition.Id, definition.Name, revision, DefinitionSummary.Of(definition), text!);
                }

                if (json is null)
                {
                    database.Snapshots.Delete(snapshots.VmId);
                }
                else
                {
                    database.Snapshots.Save(snapshots.VmId, json);
                }
            },
            cancellationToken);
    }
}
