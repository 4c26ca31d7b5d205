using Lodge.Engine.Ports;
using Lodge.Model.Errors;

namespace Lodge.Engine.Firewall;

/// <summary>What the host enforces: all security groups and network filters together. Changes take turns.</summary>
internal sealed class RulesInForce(INetworkHost host) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile FirewallRules _now = new([], []);

    /// <summary>What is in force, or will be once the host is ready.</summary>
    public FirewallRules Now => _now;

    /// <summary>What was stored, before the host is told.</summary>
    public void Load(Func<FirewallRules, FirewallRules> edit) => _now = edit(_now);

    /// <summary>Has the host enforce other rules.</summary>
    /// <param name="edit">Makes them of those that are in force.</param>
    /// <param name="takeBack">Takes back what was stored, when the host refuses.</param>
    /// <exception cref="LodgeException">The kernel refuses them; nothing was changed.</exception>
    public async Task SetAsync(Func<FirewallRules, FirewallRules> edit, Func<Task> takeBack)
    {
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            var wanted = edit(_now);
            if (host.WhyNot is null)
            {
                await host.SetRulesAsync(wanted, CancellationToken.None);
            }

            _now = wanted;
        }
        catch
        {
            await takeBack();
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
