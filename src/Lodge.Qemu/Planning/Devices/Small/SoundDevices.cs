using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Qemu.Planning.Devices.Small;

/// <summary>Sound cards. Intel's are a controller and a codec behind it.</summary>
internal static class SoundDevices
{
    private const string Codec = "hda-duplex";

    /// <summary>Id of the place where a card's sound goes, an <c>-audiodev</c>.</summary>
    public static string AudioIdOf(string alias) => $"audio-{alias}";

    /// <summary>A card's alias.</summary>
    public static string AliasOf(SoundDefinition sound, int index) => sound.Alias ?? $"sound{index}";

    /// <summary>Where a card's sound goes, by QEMU's name.</summary>
    public static string AudioOf(VmDefinition definition, SoundDefinition sound) =>
        (sound.Audio ?? (definition.Graphics.Any(display => display.Type == GraphicsType.Spice) ? AudioBackend.Spice : AudioBackend.None))
            == AudioBackend.Spice ? "spice" : "none";

    /// <summary>Plans a card.</summary>
    /// <param name="context">The VM.</param>
    /// <param name="sound">The card.</param>
    /// <param name="index">Its place among the VM's sound cards.</param>
    public static IReadOnlyList<PlannedDevice> Of(PlanContext context, SoundDefinition sound, int index)
    {
        var alias = AliasOf(sound, index);
        var place = DevicePlace.Of(context.Definition, sound);
        OptionMap audio = [("audiodev", AudioIdOf(alias))];
        var card = new PlannedDevice { Id = alias, Driver = DriverOf(sound), Properties = place };
        return HasCodec(sound)
            ?
            [
                card,
                new PlannedDevice
                {
                    Id = $"{alias}-codec",
                    Driver = Codec,
                    Properties = [("bus", $"{alias}.0"), ("cad", 0), .. audio],
                },
            ]
            : [card with { Properties = [.. place, .. audio] }];
    }

    /// <summary>QEMU's driver of the card.</summary>
    public static string DriverOf(SoundDefinition sound) => sound.Model switch
    {
        SoundModel.Ich9 => "ich9-intel-hda",
        SoundModel.Ich6 => "intel-hda",
        SoundModel.Ac97 => "AC97",
        SoundModel.Es1370 => "ES1370",
        SoundModel.Sb16 => "sb16",
        _ => "usb-audio",
    };

    private static bool HasCodec(SoundDefinition sound) => sound.Model is SoundModel.Ich9 or SoundModel.Ich6;
}
