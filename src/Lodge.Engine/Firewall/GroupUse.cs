using Lodge.Engine.Networks;
using Lodge.Engine.Vms;
using Lodge.Model.Errors;
using Lodge.Model.Firewall;
using Lodge.Model.Networks;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Engine.Firewall;

/// <summary>Finds who uses a security group: cards, networks, other groups; as defined, and as they run.</summary>
internal sealed class GroupUse(NetworkInventory networks, VmInventory vms)
{
    private const int Told = 5;

    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidState"/>: who uses it.</exception>
    public void ThrowIfUsed(SecurityGroup group, IReadOnlyList<SecurityGroup> all)
    {
        var users = Of(group, all).Distinct().Take(Told + 1).ToList();
        if (users.Count > 0)
        {
            throw new LodgeException(
                ErrorCode.InvalidState,
                $"The security group '{group.Name}' is in use by {string.Join(", ", users.Take(Told))}{(users.Count > Told ? ", and others" : "")}.",
                "Take it from them first; nothing was changed.");
        }
    }

    private IEnumerable<string> Of(SecurityGroup group, IReadOnlyList<SecurityGroup> all)
    {
        var name = group.Name;
        return networks.List().Where(network => Uses(network.Definition, name) || (network.Runtime is { } runtime && Uses(runtime.Definition, name)))
            .Select(network => $"network '{network.Name}'")
            .Concat(all.Where(other => other.Id != group.Id && other.Rules.OrEmpty().Any(rule => rule.Group == name)).Select(other => $"security group '{other.Name}'"))
            .Concat(vms.List().SelectMany(vm => Cards(vm.Definition, name).Concat(vm.Runtime is { } runtime ? Cards(runtime.Definition, name) : [])));
    }

    private static bool Uses(NetworkDefinition network, string group) => network.Groups.OrEmpty().Contains(group);

    private static IEnumerable<string> Cards(VmDefinition vm, string group) =>
        vm.Nics.Where(nic => nic.Groups.OrEmpty().Contains(group)).Select(nic => $"card {nic.Alias} of VM '{vm.Name}'");
}
