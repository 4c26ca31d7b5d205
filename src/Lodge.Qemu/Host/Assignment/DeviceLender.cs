using Lodge.Engine.Ports;
using Lodge.Linux.Devices;
using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Model.Errors;
using Microsoft.Extensions.Logging;

namespace Lodge.Qemu.Host.Assignment;

/// <summary>Takes devices from the host for a VM, and gives them back. Both may be repeated.</summary>
/// <param name="sys">The host's devices.</param>
/// <param name="logger">Told of what could not be given back.</param>
internal sealed partial class DeviceLender(Sysfs sys, ILogger<DeviceLender> logger)
{
    private const uint Same = uint.MaxValue;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan NodePatience = TimeSpan.FromSeconds(5);

    /// <summary>What a VM would borrow; only looks.</summary>
    /// <exception cref="LodgeException">A device cannot be given away without harm to the host.</exception>
    public IReadOnlyList<HostLoan> Plan(Model.Vms.VmDefinition definition) => AssignmentPlan.Of(definition, sys, OwnerOf);

    /// <summary>Takes devices: functions to vfio-pci, nodes to the VM's user.</summary>
    /// <param name="loans">What.</param>
    /// <param name="uid">The VM's user; null for the daemon's own.</param>
    /// <param name="cancellationToken">Ends the wait for a node.</param>
    /// <exception cref="LodgeException">The kernel refused; what was taken has to be given back.</exception>
    public async Task TakeAsync(IReadOnlyList<HostLoan> loans, int? uid, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var loan in loans)
            {
                if (loan.Pci is { } address)
                {
                    Bind(address);
                }
                else if (loan.Node is { } node && uid is { } user)
                {
                    await AwaitAsync(node, cancellationToken);
                    LinuxFile.SetOwner(node, (uint)user, Same);
                }
            }
        }
        catch (LinuxException refused)
        {
            throw new LodgeException(
                ErrorCode.HypervisorFailed,
                $"A device of the host could not be taken for the VM: {refused.Message}.",
                "Only a daemon that is root can take devices; 'dmesg' may tell more.",
                refused);
        }
    }

    /// <summary>Gives devices back to whom they were taken from. What cannot be given back is logged and left.</summary>
    public void GiveBack(IReadOnlyList<HostLoan>? loans)
    {
        foreach (var loan in (loans ?? []).Reverse())
        {
            try
            {
                Return(loan);
            }
            catch (LinuxException refused)
            {
                NotGivenBack(loan.Pci ?? loan.Node ?? "", refused.Message);
            }
        }
    }

    private void Bind(string address)
    {
        var driver = PciFunction.Move(sys, address, AssignmentPlan.VfioDriver);
        if (!AssignmentPlan.IsVfio(driver))
        {
            throw new LodgeException(
                ErrorCode.HypervisorFailed,
                $"PCI device {address} was not taken by {AssignmentPlan.VfioDriver}, but {(driver is null ? "by no driver" : $"by {driver}")}.",
                "'dmesg' tells why; a device that the firmware or a console uses cannot be given away.");
        }
    }

    private void Return(HostLoan loan)
    {
        if (loan.Pci is { } address)
        {
            if (PciFunction.Read(sys, address) is { } function && (function.Driver is null || AssignmentPlan.IsVfio(function.Driver)))
            {
                PciFunction.Release(sys, address, again: loan.Driver is not null);
            }
        }
        else if (loan.Node is { } node && File.Exists(node))
        {
            LinuxFile.SetOwner(node, loan.Uid, Same);
        }
    }

    // The node of a group comes with the first function of it that vfio-pci has.
    private static async Task AwaitAsync(string node, CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; !File.Exists(node); waited += Pause)
        {
            if (waited > NodePatience)
            {
                throw new LodgeException(
                    ErrorCode.HypervisorFailed, $"'{node}' did not appear, though its devices are with VFIO.", "See that the module 'vfio' is loaded, and that /dev is a devtmpfs.");
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    private static uint? OwnerOf(string node) => File.Exists(node) ? FileIdentity.Of(node).Uid : null;

    [LoggerMessage(4501, LogLevel.Warning, "Device {Device} could not be given back to the host: {Problem}")]
    private partial void NotGivenBack(string device, string problem);
}
