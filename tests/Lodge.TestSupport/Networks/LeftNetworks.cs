using Lodge.TestSupport.Daemons;

namespace Lodge.TestSupport.Networks;

/// <summary>The networks of a daemon at the end of a test; their processes would outlive it.</summary>
public static class LeftNetworks
{
    /// <summary>Deletes them all, whoever is plugged in.</summary>
    public static async Task DeleteAsync(LodgedProcess daemon)
    {
        var names = (await daemon.LodgeAsync("network", "list", "--names")).Output;
        foreach (var network in names.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            await daemon.LodgeAsync("network", "delete", network, "--force");
        }
    }
}
