// lodge-launch PLAN STATUS: reads the launch plan from descriptor PLAN, confines itself accordingly and becomes the
// program of the plan. Why it did not goes to descriptor STATUS as one line of JSON; the exit status is then 126, or
// 127 when the program itself could not be executed. It is started by lodged, not by hand.

using System.Globalization;
using Lodge.Launch;

if (args.Length != 2
    || !int.TryParse(args[0], NumberStyles.None, CultureInfo.InvariantCulture, out var planDescriptor)
    || !int.TryParse(args[1], NumberStyles.None, CultureInfo.InvariantCulture, out var statusDescriptor))
{
    return Lodge.Linux.Launch.LaunchStatus.RefusedExit;
}

return new LaunchSequence(new StatusPipe(statusDescriptor)).Run(planDescriptor);
