using Lodge.Client;
using Lodge.Model.Vms;
using Lodge.Model.Vms.States;

namespace Lodge.System.Tests.Support;

/// <summary>Waits for what happens by itself.</summary>
internal static class Soon
{
    /// <summary>Waits until something holds.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> holds, string what, TimeSpan? limit = null)
    {
        var deadline = DateTime.UtcNow + (limit ?? TimeSpan.FromSeconds(30));
        while (!await holds())
        {
            Assert.True(DateTime.UtcNow < deadline, $"It did not happen in time: {what}");
            await Task.Delay(20);
        }
    }

    /// <summary>Waits until a VM is in a state.</summary>
    public static async Task<Vm> IsAsync(LodgeClient client, string name, VmState state, TimeSpan? limit = null)
    {
        Vm? vm = null;
        await HoldsAsync(
            async () => (vm = await client.GetVmAsync(name)).Status.State == state,
            $"{name} is {state}",
            limit);
        return vm!;
    }
}
