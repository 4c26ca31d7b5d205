using System.Net;
using Lodge.Api.Contracts;
using Lodge.Model.Networks;
using Lodge.Model.Vms;

namespace Lodge.Api.Vms;

/// <summary>Makes rows of the list of VMs.</summary>
internal static class VmSummaries
{
    /// <summary>The row of a VM; for a live one with the hardware that it runs with.</summary>
    /// <param name="vm">The VM.</param>
    /// <param name="addresses">What is known of the addresses of VMs; null when nobody asked.</param>
    public static VmSummary Of(Vm vm, IReadOnlyDictionary<Guid, IReadOnlyList<NicAddresses>>? addresses)
    {
        var now = vm.Runtime is { } runtime ? DefinitionSummary.Of(runtime.Definition) : vm.Summary;
        return new VmSummary(
            vm.Id,
            vm.Name,
            vm.Status.State,
            vm.Status.Reason,
            vm.Status.Since,
            now.Cpus,
            now.Memory.Bytes,
            vm.Persistent,
            vm.Summary.Autostart,
            vm.HasManagedSave,
            vm.Summary.Title,
            vm.Runtime?.Accel,
            addresses is null ? null : AddressesOf(addresses.GetValueOrDefault(vm.Id)));
    }

    // Every card has an address of its link, which nobody asks for.
    private static IReadOnlyList<string> AddressesOf(IReadOnlyList<NicAddresses>? cards) =>
        [.. (cards ?? []).SelectMany(card => card.Addresses).Select(address => address.Address).Where(address => !IsOfLink(address))];

    private static bool IsOfLink(string address) => IPAddress.TryParse(address, out var parsed) && parsed.IsIPv6LinkLocal;
}
