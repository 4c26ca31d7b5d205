using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms.Validation.Devices;

/// <summary>Serial ports, parallel ports, consoles and channels: how many, and their names.</summary>
internal static class CharacterValidator
{
    private const int IsaSerialLimit = 4;
    private const int ParallelLimit = 3;
    private const int NameLimit = 255;

    // So many fit on one virtio-serial controller.
    private const int PortLimit = 30;

    public static void Check(VmDefinition definition, Place root)
    {
        var isa = definition.Serials.Count(serial => serial.Model is null or SerialModel.Isa);
        root.AddIf(isa > IsaSerialLimit, "serials", $"may have at most {IsaSerialLimit} entries of the model 'isa', and has {isa}");
        var parallels = definition.Parallels.OrEmpty().Count;
        root.AddIf(parallels > ParallelLimit, "parallels", $"may have at most {ParallelLimit} entries, and has {parallels}");
        Limit("consoles", definition.Consoles.OrEmpty().Count);
        Limit("channels", definition.Channels.OrEmpty().Count);

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (place, channel) in root.Each("channels", definition.Channels))
        {
            place.Printable("name", channel.Name, NameLimit, least: 1);
            place.AddIf(!names.Add(channel.Name), "name", $"is '{channel.Name}', as another channel's is already");
        }

        void Limit(string list, int count) => root.AddIf(count > PortLimit, list, $"may have at most {PortLimit} entries, and has {count}");
    }
}
