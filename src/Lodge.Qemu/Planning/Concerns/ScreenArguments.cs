using Lodge.Qemu.Planning.Devices;
using Lodge.Qemu.Planning.Devices.Screens;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>Graphics cards and input devices.</summary>
internal static class ScreenArguments
{
    public static void Add(PlanBuilder plan, PlanContext context)
    {
        plan.AddEach(context.Definition.Videos, (video, i) => VideoDevices.Of(context, video, i));
        plan.AddEach(context.Definition.Inputs, (input, i) => InputDevices.Of(context, input, i));
    }
}
