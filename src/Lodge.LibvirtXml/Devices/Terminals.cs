using Lodge.LibvirtXml.Domain;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Devices;

/// <summary>
/// A port of libvirt's type <c>pty</c> is one that Lodge brokers, with its log and its readers; those that the definition
/// wants as a real terminal are named apart (<see cref="LodgeExtras"/>).
/// </summary>
internal static class Terminals
{
    public static IEnumerable<DeviceDefinition> Restore(IEnumerable<DeviceDefinition> devices, LodgeExtras extras)
    {
        var (serials, parallels, consoles) = (0, 0, 0);
        foreach (var device in devices)
        {
            yield return device switch
            {
                SerialDefinition serial when Named("serials", serials++, serial) => serial with { Backend = new PtyBackend() },
                ParallelDefinition parallel when Named("parallels", parallels++, parallel) => parallel with { Backend = new PtyBackend() },
                VirtioConsoleDefinition console when Named("consoles", consoles++, console) => console with { Backend = new PtyBackend() },
                _ => device,
            };
        }

        bool Named(string list, int index, CharacterDevice device) =>
            device.Backend is null && extras.Terminals.Contains($"{list}[{index}]");
    }
}
