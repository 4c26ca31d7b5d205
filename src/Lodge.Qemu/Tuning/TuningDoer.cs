using System.Globalization;
using System.Text.Json;
using Lodge.Linux;
using Lodge.Linux.Cgroups.Control;
using Lodge.Linux.Errors;
using Lodge.Linux.Scheduling;
using Lodge.Model.Errors;
using Lodge.Qemu.Meters;
using Lodge.Qemu.Processes;
using Lodge.Qmp.Commands;

namespace Lodge.Qemu.Tuning;

/// <summary>Turns knobs one after the other; each step notes how to undo it.</summary>
internal sealed class TuningDoer(QmpSession session, PerfCounters counters, UndoStack undo)
{
    private const string GoneThread = "ESRCH";

    /// <summary>Turns them.</summary>
    /// <exception cref="LodgeException">The kernel or QEMU refused; the message names the field. What was done is on the undo stack.</exception>
    public async Task DoAsync(IReadOnlyList<TuningKnob> knobs, CancellationToken cancellationToken)
    {
        foreach (var knob in knobs)
        {
            foreach (var step in knob.Steps)
            {
                try
                {
                    await DoAsync(step, cancellationToken);
                }
                catch (LinuxException refused)
                {
                    throw Refused(knob.Path, refused);
                }
            }
        }
    }

    private Task DoAsync(TuningMove step, CancellationToken cancellationToken)
    {
        switch (step)
        {
            case PinThread pin:
                Unless(pin.MayBeGone, () => Pin(pin));
                break;
            case ScheduleThread schedule:
                Unless(schedule.MayBeGone, () => Schedule(schedule));
                break;
            case MakeThreadGroup make:
                Make(make);
                break;
            case MoveThread move:
                Unless(move.MayBeGone, () => Move(move));
                break;
            case WriteGroup write:
                Write(write.Write);
                break;
            case GrantRealTime grant:
                Grant(grant);
                break;
            case CountEvent count:
                Count(count);
                break;
            case SetIoThread set:
                return SetAsync(set, cancellationToken);
        }

        return Task.CompletedTask;
    }

    private void Pin(PinThread pin)
    {
        var before = ThreadAffinity.Get(pin.Thread);
        ThreadAffinity.Set(pin.Thread, pin.Cpus);
        undo.Push(() => Unless(pin.MayBeGone, () => ThreadAffinity.Set(pin.Thread, before)));
    }

    private void Schedule(ScheduleThread schedule)
    {
        var before = ThreadSchedule.Get(schedule.Thread);
        schedule.Schedule.ApplyTo(schedule.Thread);
        undo.Push(() => Unless(schedule.MayBeGone, () => before.ApplyTo(schedule.Thread)));
    }

    private void Make(MakeThreadGroup make)
    {
        ThreadGroups.Make(make.Parent, make.Child);
        undo.Push(() => ThreadGroups.TryRemove(make.Child));
        foreach (var write in ThreadGroups.Prepare(make.Parent, make.Child))
        {
            write.Apply();
        }
    }

    private void Move(MoveThread move)
    {
        new CgroupWrite(move.To, Text(move.Thread)).Apply();
        undo.Push(() => Unless(move.MayBeGone, new CgroupWrite(move.From, Text(move.Thread)).Apply));
    }

    private void Write(CgroupWrite write)
    {
        var back = write.Inverse();
        write.Apply();
        if (back is not null)
        {
            undo.Push(back.Apply);
        }
    }

    private void Count(CountEvent count)
    {
        if (count.On)
        {
            counters.Open(count.Event);
            undo.Push(() => counters.Close(count.Event));
        }
        else
        {
            counters.Close(count.Event);
            undo.Push(() => counters.Open(count.Event));
        }
    }

    private static void Grant(GrantRealTime grant)
    {
        if (RealTimeBudget.Grant(grant.Folder) == 0)
        {
            throw new LodgeException(
                ErrorCode.InsufficientResources,
                "tuning.cpu: no time is left for real-time threads; this kernel divides it among control groups (cpu.rt_runtime_us), and others have it all.",
                "Stop other VMs with real-time vCPUs, or boot a kernel without CONFIG_RT_GROUP_SCHED.");
        }
    }

    private async Task SetAsync(SetIoThread set, CancellationToken cancellationToken)
    {
        var path = $"/objects/{IoThreadNames.Of(set.IoThread)}";
        var before = await session.ExecuteAsync(new QomGetCommand(path, set.Property), cancellationToken);
        if (before.TryGetInt64(out var present) && present == set.Value)
        {
            return;
        }

        await session.ExecuteAsync(new QomSetCommand(path, set.Property, JsonElement.Parse(Text(set.Value))), cancellationToken);
        undo.Push(() => session.ExecuteAsync(new QomSetCommand(path, set.Property, before), CancellationToken.None));
    }

    // QEMU's helper threads come and go.
    private static void Unless(bool mayBeGone, Action act)
    {
        try
        {
            act();
        }
        catch (LinuxException gone) when (mayBeGone && gone.Name == GoneThread)
        {
            return; // It has ended since the threads were listed, and wants nothing any more.
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static LodgeException Refused(string path, LinuxException refused) => refused.Name switch
    {
        "EPERM" or "EACCES" or "EROFS" => new(
            ErrorCode.Unsupported,
            $"{path}: this daemon may not do that: {refused.Message}.",
            "Only root may give VMs better treatment than others; run the system's daemon, or leave the field out.",
            refused),
        "EINVAL" or "ERANGE" => new(
            ErrorCode.InvalidArgument,
            $"{path}: the kernel does not take the value: {refused.Message}.",
            "A part may not have more than the whole: see that quotas of threads fit into the VM's own, and limits into each other.",
            refused),
        "EBUSY" => new(
            ErrorCode.InsufficientResources,
            $"{path}: the VM uses more than that already: {refused.Message}.",
            "Choose a higher limit.",
            refused),
        _ => new(ErrorCode.HypervisorFailed, $"{path}: {refused.Message}.", cause: refused),
    };
}
