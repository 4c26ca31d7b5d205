using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.Model.Vms.Validation.Addresses;

/// <summary>PCI: buses that exist, slots that are free, one device a function.</summary>
internal static class PciAddressValidator
{
    private sealed record Seat(Place Place, DeviceDefinition Device, PciAddress Address);

    public static void Check(VmDefinition definition, Place root)
    {
        var seats = definition.EachDevice()
            .Where(device => device.Device.Address is PciAddress && AddressKinds.Of(device.Device, definition.Machine.Type) == AddressKind.Pci)
            .Select(device => new Seat(root.In($"{device.Path}.address"), device.Device, (PciAddress)device.Device.Address!))
            .ToArray();
        foreach (var seat in seats)
        {
            seat.Place.Range("domain", seat.Address.Domain, 0, 0);
            seat.Place.Range("slot", seat.Address.Slot, 0, 31);
            seat.Place.Range("function", seat.Address.Function, 0, 7);
            CheckBus(definition, seat);
        }

        CheckConflicts(seats);
        CheckFunctions(definition.Machine.Type, seats);
    }

    private static void CheckBus(VmDefinition definition, Seat seat)
    {
        var (place, address) = (seat.Place, seat.Address);
        if (address.Bus is < 0 or > 255)
        {
            place.Range("bus", address.Bus, 0, 255);
            return;
        }

        if (address.Bus == 0)
        {
            place.AddIf(
                PciBoards.Reserves(definition.Machine.Type, seat.Device, address),
                "slot",
                $"is {address.Slot} on bus 0, where the board {definition.Machine.Type.Quoted()} has devices of its own");
            return;
        }

        place.AddIf(HangsOnItself(definition, seat.Device), "bus", $"is {address.Bus}, which leads back to this controller");
        var controller = FindBus(definition, address.Bus);
        var slots = PciBoards.SlotsOf(controller, seat.Device, definition.Machine.Type);
        place.AddIf(
            address.Slot is >= 0 and <= 31 && (address.Slot < slots.First || address.Slot > slots.Last),
            "slot",
            slots.First == slots.Last
                ? $"must be {slots.First}, and is {address.Slot}: the port of bus {address.Bus} has that one only"
                : $"must be {slots.First} to {slots.Last} on bus {address.Bus}, and is {address.Slot}");
    }

    private static ControllerDefinition? FindBus(VmDefinition definition, int bus) =>
        definition.Controllers.OrEmpty().FirstOrDefault(controller => controller.Type == ControllerType.Pci && controller.Index == bus);

    // Whether the way from a bridge up to the board comes by the bridge again.
    private static bool HangsOnItself(VmDefinition definition, DeviceDefinition device)
    {
        var passed = new HashSet<int>();
        for (var bridge = device as ControllerDefinition; bridge is { Type: ControllerType.Pci, Index: { } own, Address: PciAddress { Bus: > 0 } up }; bridge = FindBus(definition, up.Bus))
        {
            if (!passed.Add(own))
            {
                return true;
            }
        }

        return false;
    }

    private static void CheckConflicts(IReadOnlyList<Seat> seats)
    {
        var taken = new Dictionary<string, Seat>(StringComparer.Ordinal);
        foreach (var seat in seats)
        {
            foreach (var function in PciBoards.FunctionsOf(seat.Device, seat.Address))
            {
                var where = (seat.Address with { Function = function }).ToString();
                if (!taken.TryAdd(where, seat))
                {
                    seat.Place.Add("", $"is {where}, where {taken[where].Place.Path[..^".address".Length]} is already");
                    break;
                }
            }
        }
    }

    // A guest looks at the other functions of a slot only when function 0 is there and says that there are more.
    private static void CheckFunctions(MachineType board, IReadOnlyList<Seat> seats)
    {
        foreach (var slot in seats.GroupBy(seat => (seat.Address.Domain, seat.Address.Bus, seat.Address.Slot)))
        {
            var others = slot.Where(seat => seat.Address.Function != 0).ToArray();
            if (others.Length == 0 || PciBoards.HasFunctionZero(board, slot.First().Device, slot.First().Address))
            {
                continue;
            }

            if (slot.FirstOrDefault(seat => seat.Address.Function == 0) is not { } first)
            {
                others[0].Place.Add("function", $"is {others[0].Address.Function}, and nothing is at function 0 of that slot: a guest would not look further");
            }
            else
            {
                first.Place.AddIf(first.Address.Multifunction != true, "multifunction", "must be true: other functions share the slot");
            }
        }
    }
}
