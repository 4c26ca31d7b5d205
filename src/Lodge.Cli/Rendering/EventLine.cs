using System.Globalization;
using System.Text;
using Lodge.Model.Events;
using Lodge.Model.Jobs;
using Lodge.Model.Json;
using Lodge.Model.Storage;

namespace Lodge.Cli.Rendering;

/// <summary>The lines of <c>lodge events</c>.</summary>
internal static class EventLine
{
    /// <summary>One event, with last words below it when a QEMU died.</summary>
    public static string Render(LodgeEvent happened, Style style)
    {
        var text = new StringBuilder()
            .Append(style.Dim(happened.Sequence.ToString(CultureInfo.InvariantCulture).PadLeft(6)))
            .Append("  ").Append(style.Dim(Ages.Moment(happened.Time)))
            .Append("  ").Append(Sentence(happened, style)).Append('\n');
        foreach (var line in happened.LastWords ?? [])
        {
            text.Append("        │ ").Append(Printable.Text(line)).Append('\n');
        }

        return text.ToString();
    }

    private static string Sentence(LodgeEvent happened, Style style)
    {
        var vm = style.Bold(Printable.Text(happened.VmName ?? "?"));
        var detail = Printable.Text(happened.Detail ?? "");
        return happened.Kind switch
        {
            EventKind.VmDefined => $"{vm} defined",
            EventKind.VmChanged => $"{vm} changed",
            EventKind.VmRenamed => $"{detail} is now called {vm}",
            EventKind.VmUndefined => $"{vm} deleted",
            EventKind.VmStateChanged when happened.Status is { } status =>
                $"{vm} {StateWords.CellOf(status.State, status.Reason, style).Styled}{After(status.Detail)}",
            EventKind.VmRebooted => $"{vm} rebooted",
            EventKind.VmIoError => $"{vm} {style.Red("disk error")}{After(happened.Detail)}",
            EventKind.VmCompanionEnded => $"{vm} {style.Red("device lost")}{After(happened.Detail)}",
            EventKind.VmDeviceAdded => $"{vm} device plugged in{After(happened.Detail)}",
            EventKind.VmDeviceRemoved => $"{vm} device unplugged{After(happened.Detail)}",
            EventKind.VmWatchdog => $"{vm} {style.Red("watchdog fired")}{After(happened.Detail)}",
            EventKind.VmClockChanged => $"{vm} set its clock{After(happened.Detail is { } seconds ? $"now {seconds} s off" : null)}",
            EventKind.VmBalloonChanged => $"{vm} balloon moved{After(happened.Bytes is { } bytes ? $"the guest has {Sizes.Of(bytes)}" : null)}",
            EventKind.VmTrayMoved => $"{vm} tray moved{After($"{happened.Device} is {happened.Detail}")}",
            EventKind.VmAgentChanged => $"{vm} agent {detail}",
            EventKind.VmDeviceKept => $"{vm} {style.Red("device not released")}{After(happened.Device)}",
            EventKind.VmMemoryDeviceResized => $"{vm} memory device resized{After(happened.Bytes is { } size ? $"{happened.Device} has {Sizes.Of(size)}" : null)}",
            EventKind.VmRunningChanged => $"{vm} changed, until it stops",
            EventKind.VmTuned => $"{vm} tuned{After(happened.Tuning?.Disk is { } disk ? $"limits of {disk}" : null)}",
            EventKind.VmViewerChanged when happened.Viewer is { } viewer => $"{vm} viewer {Kebab.Of(viewer.Phase)}{After(ViewerOf(viewer))}",
            EventKind.VmDiskFilled when happened.Mark is { } mark => $"{vm} disk filled{After($"{happened.Device} is beyond {Sizes.Of(mark.Threshold)}")}",
            EventKind.VmMemoryFailed => $"{vm} {style.Red("memory of the host is broken")}",
            EventKind.VmControlLost => $"{vm} {style.Red("QEMU not reached")}{After(happened.Detail)}",
            EventKind.VmHibernated => $"{vm} sleeps on its disk",
            EventKind.SecretDefined or EventKind.SecretUndefined or EventKind.SecretValueChanged when happened.Secret is { } secret =>
                $"secret {secret.Id} {(happened.Kind switch { EventKind.SecretDefined => "defined", EventKind.SecretUndefined => "deleted", _ => "has another value" })}",
            _ when happened.NetworkName is { } network => $"network {style.Bold(Printable.Text(network))} {NetworkWord(happened, style)}",
            EventKind.FirewallChanged => $"security group {detail} changed",
            _ when happened is { Pool: { } home, Volume: { } volume } => $"volume {Printable.Text(volume)} of storage pool {Printable.Text(home.Name)} {VolumeWord(happened.Kind)}",
            _ when happened.Pool is { } pool => $"storage pool {Printable.Text(pool.Name)} {PoolWord(happened, style)}",
            EventKind.VmReattached => $"{vm} found running and taken over",
            EventKind.JobStarted or EventKind.JobProgressed or EventKind.JobEnded when happened.Job is { } job => JobSentence(job),
            EventKind.DaemonReady => "the daemon is ready",
            _ => $"{Kebab.Of(happened.Kind)} {happened.VmName}{After(happened.Detail)}",
        };
    }

    private static string ViewerOf(DisplayViewer viewer) =>
        $"{viewer.Display.ToString().ToUpperInvariant()} from {(viewer.Client.Host.Length > 0 ? $"{viewer.Client.Host}:{viewer.Client.Service}" : "this host")}";

    private static string NetworkWord(LodgeEvent happened, Style style) => happened.Kind switch
    {
        EventKind.NetworkDefined => "defined",
        EventKind.NetworkUndefined => "deleted",
        EventKind.NetworkStarted => style.Green("running"),
        EventKind.NetworkStopped => "stopped",
        EventKind.NetworkUpdated => "changed",
        EventKind.NetworkBroken => $"{style.Red("broken")}{After(happened.Detail)}",
        EventKind.NetworkRepaired => $"whole again{After(happened.Detail)}",
        EventKind.LeaseGiven when happened.Lease is { } lease => $"lends {lease.Address} to {Printable.Text(lease.Name ?? lease.Mac)}",
        EventKind.LeaseEnded when happened.Lease is { } lease => $"has {lease.Address} back from {Printable.Text(lease.Name ?? lease.Mac)}",
        _ => $"{Kebab.Of(happened.Kind)}{After(happened.Detail)}",
    };

    private static string VolumeWord(EventKind kind) => kind switch
    {
        EventKind.VolumeCreated => "made",
        EventKind.VolumeDeleted => "deleted",
        _ => "changed",
    };

    private static string PoolWord(LodgeEvent happened, Style style) => happened.Kind switch
    {
        EventKind.PoolDefined => "defined",
        EventKind.PoolUndefined => "forgotten",
        EventKind.PoolStarted => "in use",
        EventKind.PoolStopped => "not in use any more",
        EventKind.PoolBuilt => "built",
        EventKind.PoolDeleted => "has its storage deleted",
        EventKind.PoolStateChanged when happened.PoolState is PoolState.Inaccessible => $"{style.Red("cannot be reached")}{After(happened.Detail)}",
        EventKind.PoolStateChanged => $"{Kebab.Of(happened.PoolState ?? PoolState.Running)}{After(happened.Detail)}",
        _ => "looked at",
    };

    private static string JobSentence(Job job)
    {
        var share = job.Progress is { } done ? string.Create(CultureInfo.InvariantCulture, $" {(int)(done * 100)} %") : "";
        var state = job.State switch
        {
            JobState.Running => $"under way{share}{After(job.Step)}",
            JobState.Succeeded => "done",
            _ => Kebab.Of(job.State) + After(job.Error?.Message),
        };
        return $"{JobText.Name(job.Kind)} of {Printable.Text(job.Subject)}: {state}";
    }

    private static string After(string? detail) => string.IsNullOrEmpty(detail) ? "" : $": {Printable.Text(detail)}";
}
