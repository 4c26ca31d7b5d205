using Lodge.Engine.Ports;
using Lodge.Engine.Vms;
using Lodge.Model.Errors;
using Lodge.Model.Host.Devices;
using Lodge.Model.Vms.Devices;

namespace Lodge.Engine.Host;

/// <summary>The host's devices, and giving PCI functions to VFIO and back, but never while a VM has them.</summary>
public sealed class HostDeviceService
{
    private readonly IHostDevices _devices;
    private readonly VmInventory _vms;

    internal HostDeviceService(IHostDevices devices, VmInventory vms) => (_devices, _vms) = (devices, vms);

    /// <summary>All devices as they are now, the host itself first.</summary>
    public IReadOnlyList<HostDevice> Read() => _devices.Read();

    /// <summary>All network interfaces as they are now, by name.</summary>
    public IReadOnlyList<HostInterface> ReadInterfaces() => _devices.ReadInterfaces();

    /// <summary>Takes a PCI function from the host, for guests.</summary>
    /// <param name="device">The device.</param>
    /// <param name="driver">The driver that shall have it; null for VFIO's usual.</param>
    /// <exception cref="LodgeException">It is no PCI function, a VM has it, or the kernel refused.</exception>
    public void Detach(HostDevice device, string? driver) => _devices.Detach(Idle(device), driver);

    /// <summary>Gives a PCI function back to the host.</summary>
    /// <param name="device">The device.</param>
    /// <exception cref="LodgeException">As <see cref="Detach"/>.</exception>
    public void Reattach(HostDevice device) => _devices.Reattach(Idle(device));

    /// <summary>Puts a PCI function into the state that it has after power-on.</summary>
    /// <param name="device">The device.</param>
    /// <exception cref="LodgeException">As <see cref="Detach"/>.</exception>
    public void Reset(HostDevice device) => _devices.Reset(Idle(device));

    // The address of a PCI function that no running VM has.
    private string Idle(HostDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        var address = (device.Facts as PciFacts)?.Address ?? throw new LodgeException(
            ErrorCode.Unsupported, $"Device {device.Name} is no PCI function; only those change their drivers.", "USB devices and disks need no preparation.");
        var owner = _vms.List().FirstOrDefault(vm => vm.Runtime?.Definition.HostDevices.OrEmpty()
            .Any(given => given.Source is PciHostDevice pci && string.Equals(pci.Host, address, StringComparison.OrdinalIgnoreCase)) == true);
        return owner is null ? address
            : throw new LodgeException(ErrorCode.InvalidState, $"PCI device {address} is in use by VM '{owner.Name}'.", "Detach it from the VM, or stop the VM.");
    }
}
