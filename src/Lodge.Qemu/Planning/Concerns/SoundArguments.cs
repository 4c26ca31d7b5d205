using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Planning.Devices.Small;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>Sound cards, each with the place where its sound goes.</summary>
internal static class SoundArguments
{
    public static void Add(PlanBuilder plan, PlanContext context)
    {
        var sounds = context.Definition.Sounds.OrEmpty();
        for (var i = 0; i < sounds.Count; i++)
        {
            plan.Add("-audiodev", OptionText.Of(
                SoundDevices.AudioOf(context.Definition, sounds[i]),
                ("id", SoundDevices.AudioIdOf(SoundDevices.AliasOf(sounds[i], i)))));
            foreach (var device in SoundDevices.Of(context, sounds[i], i))
            {
                plan.Add(device);
            }
        }
    }
}
