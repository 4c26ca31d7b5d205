using System.Globalization;
using Lodge.Engine.Networks.Plugs;
using Lodge.Model.Errors;
using Lodge.Model.Vms;

namespace Lodge.Engine.Vms;

/// <summary>
/// The MAC addresses that the host's VMs have, as defined and as running. Definitions are read once a change of them: asking
/// looks over the VMs, and not into those that are as before.
/// </summary>
internal sealed class MacRegister(VmInventory inventory)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Entry> _entries = [];

    /// <summary>Whether a VM other than one has an address.</summary>
    public bool Has(string mac, Guid except) => Find(Number(mac), except, _ => true) is not null;

    /// <summary>Refuses cards on networks of the host with an address that another VM's card there has.</summary>
    /// <param name="wanted">The VM, complete.</param>
    /// <param name="before">What it was; null for a new one. What it had, it may keep.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidArgument"/>, naming the other VM.</exception>
    public void ThrowIfTaken(VmDefinition wanted, VmDefinition? before)
    {
        var kept = before is null ? [] : PlugRequests.CardsOf(before).Select(nic => nic.Mac).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (index, nic) in wanted.Nics.Index())
        {
            if (PlugRequests.IsPlugged(nic) && !kept.Contains(nic.Mac) && Find(Number(nic.Mac!), wanted.Id, card => card.IsOnHost) is { } other)
            {
                throw new LodgeException(
                    ErrorCode.InvalidArgument,
                    $"nics[{index}].mac of VM '{wanted.Name}' is {nic.Mac}, which a card of VM '{other.Name}' has.",
                    "Leave mac out, and one is made up that nobody has. Two cards with one address in a network reach nobody.");
            }
        }
    }

    private Vm? Find(ulong mac, Guid except, Func<Card, bool> counts)
    {
        lock (_lock)
        {
            var vms = inventory.List();
            if (_entries.Count > vms.Count)
            {
                _entries.Clear(); // Those of VMs that are gone are in it.
            }

            return vms.FirstOrDefault(vm => vm.Id != except && CardsOf(vm).Any(card => card.Mac == mac && counts(card)));
        }
    }

    private Card[] CardsOf(Vm vm)
    {
        if (!_entries.TryGetValue(vm.Id, out var entry) 
            || !ReferenceEquals(entry.Defined, vm.DefinitionVersion) || !ReferenceEquals(entry.Running, vm.Runtime?.Definition))
        {
            _entries[vm.Id] = entry = new Entry(vm.DefinitionVersion, vm.Runtime?.Definition, Read(vm));
        }

        return entry.Cards;
    }

    private static Card[] Read(Vm vm)
    {
        try
        {
            return [.. vm.Definition.Nics.Concat(vm.Runtime?.Definition.Nics ?? []).Where(nic => nic.Mac is not null)
                .Select(nic => new Card(Number(nic.Mac!), PlugRequests.IsPlugged(nic))).Distinct()];
        }
        catch (LodgeException)
        {
            return []; // It cannot be read, so it cannot run either.
        }
    }

    private static ulong Number(string mac) => ulong.Parse(mac.Replace(":", "", StringComparison.Ordinal), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private readonly record struct Card(ulong Mac, bool IsOnHost);

    private sealed record Entry(object Defined, object? Running, Card[] Cards);
}
