using Lodge.Client;
using Lodge.Model.Errors;

namespace Lodge.Cli.Launching;

/// <summary>The network that a VM is put on when nobody says which.</summary>
internal static class UsualNetwork
{
    /// <summary>Its name.</summary>
    public const string Name = "default";

    /// <summary>The wishes, with a card on the usual network if that runs and nothing is said of networks.</summary>
    public static async Task<LaunchWishes> AddAsync(LodgeClient client, LaunchWishes wishes, CancellationToken cancellationToken) =>
        wishes.Nic is null && wishes.Networks.Count == 0 && await RunsAsync(client, cancellationToken) ? wishes with { Networks = [Name] } : wishes;

    private static async Task<bool> RunsAsync(LodgeClient client, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.Networks.GetAsync(Name, cancellationToken)).IsActive;
        }
        catch (LodgeException none) when (none.Error.Code is ErrorCode.NetworkNotFound or ErrorCode.NotFound)
        {
            return false; // A daemon without networks, or one that is older than they are.
        }
    }
}
