using Lodge.Model.Vms.Devices;

namespace Lodge.Api.Contracts.Devices;

/// <summary>One row of <c>GET /v1/vms/{vm}/devices</c>.</summary>
/// <param name="Alias">Its name in requests and in QEMU; null for one that has none before the first start.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">What else it is called: the name of a disk, the tag of a file system.</param>
/// <param name="Bus">The bus or the hardware, such as <c>virtio</c> or <c>e1000e</c>.</param>
/// <param name="Detail">What is behind it: an image, a MAC address, a folder.</param>
/// <param name="Address">Where it sits; null when that is not assigned, or not assignable.</param>
/// <param name="Path">Where it stands in the definition, such as <c>disks[0]</c>.</param>
/// <param name="IsRunning">Whether the running VM has it.</param>
/// <param name="IsDefined">Whether the next start will have it.</param>
public sealed record DeviceSummary(
    string? Alias,
    DeviceKind Kind,
    string? Name,
    string? Bus,
    string? Detail,
    DeviceAddress? Address,
    string Path,
    bool IsRunning,
    bool IsDefined);
