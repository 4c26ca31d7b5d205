using Lodge.Model.Errors;
using Lodge.Model.Host.Devices;

namespace Lodge.Engine.Ports;

/// <summary>The host's devices, and who drives them.</summary>
public interface IHostDevices
{
    /// <summary>All devices as they are now, the host itself first.</summary>
    IReadOnlyList<HostDevice> Read();

    /// <summary>All network interfaces as they are now, by name.</summary>
    IReadOnlyList<HostInterface> ReadInterfaces();

    /// <summary>Takes a PCI function from its driver and gives it to one that hands it to guests.</summary>
    /// <param name="address">Such as <c>0000:01:00.0</c>.</param>
    /// <param name="driver">The driver; null for the kernel's usual.</param>
    /// <exception cref="LodgeException">The kernel refused, or the driver is none that does that.</exception>
    void Detach(string address, string? driver);

    /// <summary>Gives a PCI function to the driver that the kernel chooses.</summary>
    /// <param name="address">The function.</param>
    /// <exception cref="LodgeException">The kernel refused.</exception>
    void Reattach(string address);

    /// <summary>Puts a PCI function into the state that it has after power-on.</summary>
    /// <param name="address">The function.</param>
    /// <exception cref="LodgeException">The kernel refused, or knows no way to.</exception>
    void Reset(string address);
}
