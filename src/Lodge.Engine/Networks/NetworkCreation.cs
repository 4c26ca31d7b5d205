using Lodge.Model.Errors;
using Lodge.Model.Networks;

namespace Lodge.Engine.Networks;

/// <summary>Making networks that did not exist.</summary>
internal sealed class NetworkCreation(NetworkCore core)
{
    /// <summary>Defines a new network and starts it if asked to; all of it, or nothing.</summary>
    public async Task<Network> MakeAsync(NetworkDefinition definition, bool flexible, bool start, CancellationToken cancellationToken)
    {
        if (core.Inventory.Find(definition.Id) is { } known)
        {
            throw new LodgeException(
                ErrorCode.InvalidState, $"The id {definition.Id} belongs to network '{known.Name}' already.", "Leave the id out: one is made up.");
        }

        var made = await core.Definitions.DefineAsync(definition, flexible, cancellationToken);
        if (!start)
        {
            return made;
        }

        try
        {
            return await core.Lifecycle.StartAsync(made.Id.ToString(), CancellationToken.None);
        }
        catch
        {
            await core.Definitions.UndefineAsync(made.Id.ToString(), CancellationToken.None);
            throw;
        }
    }
}
