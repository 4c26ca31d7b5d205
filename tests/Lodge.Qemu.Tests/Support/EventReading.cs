using Lodge.Engine.Ports;

namespace Lodge.Qemu.Tests.Support;

/// <summary>Waits for events of a VM.</summary>
internal static class EventReading
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The next event of a kind; others before it are dropped.</summary>
    public static async Task<T> NextAsync<T>(this IVmProcess vm)
        where T : VmProcessEvent
    {
        using var limit = new CancellationTokenSource(Patience);
        await foreach (var happened in vm.Events.ReadAllAsync(limit.Token))
        {
            if (happened is T wanted)
            {
                return wanted;
            }
        }

        throw new InvalidOperationException($"The events ended without a {typeof(T).Name}.");
    }

    /// <summary>All events up to the end.</summary>
    public static async Task<List<VmProcessEvent>> AllAsync(this IVmProcess vm)
    {
        using var limit = new CancellationTokenSource(Patience);
        return await vm.Events.ReadAllAsync(limit.Token).ToListAsync(limit.Token);
    }
}
