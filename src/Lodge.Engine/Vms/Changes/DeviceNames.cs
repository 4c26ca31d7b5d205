using Lodge.Model.Errors;
using Lodge.Model.Text;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Engine.Vms.Changes;

/// <summary>Finds the device that somebody means.</summary>
internal static class DeviceNames
{
    /// <summary>The alias of the device with that alias, disk name, or MAC address.</summary>
    /// <param name="name">What was written.</param>
    /// <param name="vm">The VM's name, for the error.</param>
    /// <param name="definitions">Where to look; null ones are left out.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidArgument"/>: there is none, with the nearest.</exception>
    public static string AliasOf(string name, string vm, params ReadOnlySpan<VmDefinition?> definitions)
    {
        var known = new List<string>();
        foreach (var definition in definitions)
        {
            foreach (var (_, device) in definition?.EachDevice() ?? [])
            {
                if (device.Alias == name || (device is DiskDefinition disk && disk.Name == name)
                    || (device is NicDefinition nic && string.Equals(nic.Mac, name, StringComparison.OrdinalIgnoreCase)))
                {
                    return device.Alias ?? throw new InvalidOperationException($"The device '{name}' has no alias.");
                }

                known.Add(device.Alias ?? "");
            }
        }

        var near = Suggestion.For(name, known);
        throw new LodgeException(
            ErrorCode.InvalidArgument,
            $"VM '{vm}' has no device '{name}'.",
            near is null ? $"List its devices with 'lodge devices {vm}'." : $"Did you mean '{near}'?");
    }
}
