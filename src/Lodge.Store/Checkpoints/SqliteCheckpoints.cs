using System.Text.Json;
using Lodge.Engine.Ports;
using Lodge.Model.Checkpoints;
using Lodge.Model.Json;
using Lodge.Store.Threading;

namespace Lodge.Store.Checkpoints;

/// <summary>Checkpoints in the database.</summary>
internal sealed class SqliteCheckpoints(StoreThread thread) : ICheckpointStore
{
    public Task<IReadOnlyList<VmCheckpoints>> LoadAsync(CancellationToken cancellationToken) =>
        thread.RunAsync(database => database.Checkpoints.Load(), cancellationToken);

    public Task SaveAsync(VmCheckpoints checkpoints, CancellationToken cancellationToken)
    {
        var json = checkpoints.IsEmpty ? null : JsonSerializer.Serialize(checkpoints, ModelJson.Default.VmCheckpoints);
        return thread.RunAsync(
            database =>
            {
                if (json is null)
                {
                    database.Checkpoints.Delete(checkpoints.VmId);
                }
                else
                {
                    database.Checkpoints.Save(checkpoints.VmId, json);
                }
            },
            cancellationToken);
    }
}
