using System.Text.Json;
using Lodge.Linux.Files;
using Lodge.Model.Vms.Platform;
using Lodge.Qemu.Planning;

namespace Lodge.Qemu.Firmware;

/// <summary>The choice of firmware that a VM's variable store was made for, in a file beside the store.</summary>
internal static class KeptFirmware
{
    /// <summary>Reads it; null when there is no store, when nothing was kept, or when the firmware is gone from the host.</summary>
    public static FirmwareChoice? Read(VmPaths paths, BootDefinition boot)
    {
        if (!File.Exists(boot.Nvram ?? paths.Variables))
        {
            return null;
        }

        try
        {
            var kept = JsonSerializer.Deserialize(File.ReadAllBytes(paths.Firmware), FirmwareChoiceJson.Default.FirmwareChoice);
            return kept is not null && File.Exists(kept.Code) ? kept : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            return null; // Chosen anew, and kept then.
        }
    }

    /// <summary>Keeps it.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static Task WriteAsync(string path, FirmwareChoice choice, CancellationToken cancellationToken) => DurableFile.WriteAtomicallyAsync(
        path, JsonSerializer.SerializeToUtf8Bytes(choice, FirmwareChoiceJson.Default.FirmwareChoice), cancellation: cancellationToken);
}
