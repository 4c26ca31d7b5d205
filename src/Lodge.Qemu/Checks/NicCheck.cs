using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Planning.Devices.Nics;

namespace Lodge.Qemu.Checks;

/// <summary>Private networks of network cards: what makes them must be there. Networks of the host are the engine's to ask.</summary>
internal static class NicCheck
{
    /// <summary>passt, or what QEMU's own network can do.</summary>
    public static Task PrivateNetworks(CheckContext context, CancellationToken cancellationToken)
    {
        foreach (var source in context.Definition.Nics.Select(nic => nic.Source).OfType<UserNicSource>())
        {
            if (NicBackends.IsOfQemu(source))
            {
                _ = UserNetwork.Of("", source);
            }
            else
            {
                _ = context.Programs.RequirePasst(context.Facts);
            }
        }

        return Task.CompletedTask;
    }
}
