using Lodge.Engine.Ports;
using Lodge.Linux.Devices;
using Lodge.Linux.Devices.Inventory;
using Lodge.Linux.Errors;
using Lodge.Model.Errors;
using Lodge.Model.Host.Devices;
using Lodge.Qemu.Host.Assignment;

namespace Lodge.Qemu.Host.Devices;

/// <summary>The host's devices, with refusals that a person can act on.</summary>
/// <param name="sys">The kernel's tree.</param>
internal sealed class HostDevices(Sysfs sys) : IHostDevices
{
    private readonly DeviceInventory _inventory = new(sys);

    public IReadOnlyList<HostDevice> Read() => _inventory.Read();

    public IReadOnlyList<HostInterface> ReadInterfaces() => _inventory.ReadInterfaces();

    public void Detach(string address, string? driver)
    {
        var wanted = driver ?? AssignmentPlan.VfioDriver;
        if (!AssignmentPlan.IsVfio(wanted))
        {
            throw new LodgeException(ErrorCode.Unsupported, $"The driver '{wanted}' does not hand devices to guests.", $"Use {AssignmentPlan.VfioDriver}.");
        }

        if (!sys.HasFolder($"bus/pci/drivers/{wanted}"))
        {
            throw new LodgeException(
                ErrorCode.Unsupported, $"The kernel's driver {wanted} is not loaded.", $"Load it with 'modprobe {wanted}', and name it in /etc/modules-load.d for the next boot.");
        }

        if (PciFunction.Read(sys, address) is { IsBridge: true })
        {
            throw new LodgeException(ErrorCode.Unsupported, $"PCI device {address} is a bridge, which stays with the host.", "Name the device behind it.");
        }

        Try(address, () =>
        {
            var now = PciFunction.Move(sys, address, wanted);
            if (now != wanted)
            {
                throw new LodgeException(
                    ErrorCode.HypervisorFailed, $"PCI device {address} was not taken by {wanted}, but {(now is null ? "by no driver" : $"by {now}")}.", "'dmesg' tells why.");
            }
        });
    }

    public void Reattach(string address) => Try(address, () => PciFunction.Release(sys, address, again: true));

    public void Reset(string address)
    {
        if (sys.Read($"bus/pci/devices/{address}/reset_method") is null && !File.Exists(sys.At($"bus/pci/devices/{address}/reset")))
        {
            throw new LodgeException(ErrorCode.Unsupported, $"The kernel knows no way to reset PCI device {address}.", "Switch the host off and on.");
        }

        Try(address, () => sys.Write($"bus/pci/devices/{address}/reset", "1"));
    }

    private static void Try(string address, Action act)
    {
        try
        {
            act();
        }
        catch (LinuxException refused)
        {
            throw new LodgeException(
                ErrorCode.HypervisorFailed, $"The kernel refused to change PCI device {address}: {refused.Message}.", "Only root may; 'dmesg' may tell more.", refused);
        }
    }
}
