using Lodge.Model.Errors;
using Lodge.Model.Storage;

namespace Lodge.Engine.Storage.Pools;

/// <summary>Makes a new pool in one go, or leaves nothing of it.</summary>
internal sealed class PoolMaking(StorageCore core)
{
    /// <summary>Defines a pool, makes what it is made of, and takes it into use, as far as asked for.</summary>
    public async Task<Pool> MakeAsync(PoolDefinition definition, bool build, bool start, CancellationToken cancellationToken)
    {
        if (definition.Id != Guid.Empty && core.Inventory.Find(definition.Id) is { } known)
        {
            throw new LodgeException(
                ErrorCode.InvalidState, $"There is a storage pool '{known.Name}' with this id already.", $"Change it with 'lodge pool edit {known.Name}', or leave the id out.");
        }

        var made = await core.Definitions.DefineAsync(definition, null, cancellationToken);
        try
        {
            return (build, start) switch
            {
                (_, true) => await core.Lifecycle.StartAsync(made.Id.ToString(), build, cancellationToken),
                (true, false) => await core.Lifecycle.BuildAsync(made.Id.ToString(), overwrite: false, cancellationToken),
                _ => made,
            };
        }
        catch
        {
            await core.Definitions.UndefineAsync(made.Id.ToString(), CancellationToken.None);
            throw;
        }
    }
}
