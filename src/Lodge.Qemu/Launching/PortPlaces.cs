using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Planning;
using Lodge.Qemu.Planning.Devices.Characters;
using Lodge.Qemu.Processes;
using Lodge.Qmp.Commands;

namespace Lodge.Qemu.Launching;

/// <summary>Where the host's ends of ports are: the sockets of channels, and the terminals that QEMU has made.</summary>
internal static class PortPlaces
{
    private const string Terminal = "pty:";

    /// <summary>The absolute paths, by the alias of the device; null for none.</summary>
    public static async Task<IReadOnlyDictionary<string, string>?> FindAsync(
        QmpSession session, VmDefinition definition, VmPaths paths, CancellationToken cancellationToken)
    {
        var places = new Dictionary<string, string>();
        foreach (var channel in (definition.Channels ?? []).Where(channel => channel is { Alias: not null, Backend: null or ManagedBackend }))
        {
            places[channel.Alias!] = paths.PortSocket(channel.Alias!);
        }

        var terminals = definition.EachDevice().Select(entry => entry.Device).OfType<CharacterDevice>()
            .Where(device => device is { Backend: PtyBackend, Alias: not null }).ToDictionary(device => CharacterEnds.IdOf(device.Alias!), device => device.Alias!);
        if (terminals.Count > 0)
        {
            foreach (var end in await session.ExecuteAsync(new QueryChardevCommand(), cancellationToken))
            {
                if (terminals.TryGetValue(end.Label, out var alias) && end.Filename.StartsWith(Terminal, StringComparison.Ordinal))
                {
                    places[alias] = end.Filename[Terminal.Length..];
                }
            }
        }

        return places.Count == 0 ? null : places;
    }
}
