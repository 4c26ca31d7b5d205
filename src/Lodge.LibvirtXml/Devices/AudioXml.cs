using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Devices;

/// <summary><c>&lt;audio&gt;</c>: where sound goes. Sound cards name it by number.</summary>
internal static class AudioXml
{
    private static readonly Words<AudioBackend> s_types = new((AudioBackend.None, "none"), (AudioBackend.Spice, "spice"))
    {
        Refused = ["alsa", "coreaudio", "dbus", "file", "jack", "oss", "pulseaudio", "sdl", "pipewire"],
    };

    /// <summary>No audio at all.</summary>
    public static IReadOnlyDictionary<int, AudioBackend> None { get; } = new Dictionary<int, AudioBackend>();

    public static IReadOnlyDictionary<int, AudioBackend> Read(Element devices)
    {
        var audios = new Dictionary<int, AudioBackend>();
        foreach (var audio in devices.Children("audio"))
        {
            var type = audio.Word("type", s_types) ?? throw audio.Invalid("missing attribute 'type' of <audio>");
            if (!audios.TryAdd(audio.NeedInt("id"), type))
            {
                throw audio.Invalid("two <audio> with the same id");
            }
        }

        return audios;
    }

    /// <summary>Those that are used, each with its number.</summary>
    public static IReadOnlyDictionary<AudioBackend, int> Numbers(VmDefinition vm) =>
        vm.Sounds.OrEmpty().Select(sound => Of(vm, sound)).Distinct().Select((backend, index) => (backend, index))
            .ToDictionary(item => item.backend, item => item.index + 1);

    /// <summary>Where a card's sound goes.</summary>
    public static AudioBackend Of(VmDefinition vm, SoundDefinition sound) =>
        sound.Audio ?? (vm.Graphics.Any(display => display.Type == GraphicsType.Spice) ? AudioBackend.Spice : AudioBackend.None);

    public static void Write(XmlOut output, IReadOnlyDictionary<AudioBackend, int> numbers)
    {
        foreach (var (backend, number) in numbers)
        {
            using var audio = output.Element("audio");
            output.Attr("id", number).Attr("type", s_types.Of(backend));
        }
    }
}
