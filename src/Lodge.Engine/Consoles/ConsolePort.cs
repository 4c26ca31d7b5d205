using Lodge.Engine.Ports;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Engine.Consoles;

/// <summary>
/// A port of a running VM that can be worked at: its first serial port, or another one, or a virtio console, or a channel
/// other than that of the guest agent, which is Lodge's own.
/// </summary>
/// <param name="Process">The VM's QEMU.</param>
/// <param name="Alias">The device's alias; null for the first serial port.</param>
internal sealed record ConsolePort(IVmProcess Process, string? Alias = null)
{
    /// <summary>Whether it will never be there again.</summary>
    public bool IsGone => Process.Exited.IsCompleted || (Alias is not null && Process.Runtime.Definition.FindDevice(Alias) is null);

    /// <summary>Connects to it.</summary>
    public Task<Stream> ConnectAsync(CancellationToken cancellationToken) =>
        Alias is null ? Process.ConnectSerialAsync(0, cancellationToken) : Process.ConnectPortAsync(Alias, cancellationToken);

    /// <summary>Whether a device is such a port, and its other end the daemon's. What has another end is somebody else's.</summary>
    public static bool Serves(DeviceDefinition? device) =>
        device is SerialDefinition or VirtioConsoleDefinition or ChannelDefinition { Name: not ChannelDefinition.GuestAgent }
        && device is CharacterDevice { Backend: null or ManagedBackend };

    /// <summary>The aliases of the ports of a VM.</summary>
    public static IReadOnlyList<string> AliasesOf(VmDefinition definition) =>
        [.. definition.EachDevice().Where(entry => Serves(entry.Device)).Select(entry => entry.Device.Alias).OfType<string>()];
}
