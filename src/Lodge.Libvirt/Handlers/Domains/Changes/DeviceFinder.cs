using Lodge.Libvirt.Errors;
using Lodge.LibvirtXml.Devices;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Libvirt.Handlers.Domains.Changes;

/// <summary>Finds the device that a client means by its XML, and says what is wrong when there is not exactly one.</summary>
internal static class DeviceFinder
{
    /// <summary>The alias of the device.</summary>
    /// <param name="definition">Where to look.</param>
    /// <param name="wanted">The device as the client has it.</param>
    /// <exception cref="LibvirtException">There is none, or more than one.</exception>
    public static string AliasOf(VmDefinition definition, DeviceDefinition wanted) => DeviceMatch.Find(definition, wanted) switch
    {
        [{ Alias: { } alias }] => alias,
        [] => throw new LibvirtException(ErrorNumber.DeviceMissing, ErrorOrigin.Domain, Missing(wanted)),
        _ => throw new LibvirtException(
            ErrorNumber.OperationFailed, ErrorOrigin.Domain, $"multiple devices match {Words(wanted)}; name the one by its address or alias"),
    };

    private static string Missing(DeviceDefinition wanted) => wanted switch
    {
        DiskDefinition disk => $"no target device {disk.Name}",
        NicDefinition { Mac: { } mac } => $"no device matching MAC address {mac} found",
        _ => $"{Words(wanted)} is not present in the domain",
    };

    private static string Words(DeviceDefinition wanted) =>
        wanted.Alias is { } alias ? $"the device '{alias}'" : $"the device of the kind '{DeviceXml.KindOf(wanted)}'";
}
