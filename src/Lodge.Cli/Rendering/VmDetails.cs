using System.Globalization;
using Lodge.Cli.Networks;
using Lodge.Model.Json;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Addressing;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.Cli.Rendering;

/// <summary>The text of <c>lodge info</c>.</summary>
internal static class VmDetails
{
    /// <summary>Everything that is known about a VM.</summary>
    public static string Render(Vm vm, DateTimeOffset now, Style style)
    {
        var details = new Details(style);
        details.Headline(vm.Definition.Title is { } title ? $"{vm.Name} – {title}" : vm.Name);
        AddState(details, vm, now, style);
        AddHardware(details, vm);
        AddProcess(details, vm, now);
        AddPolicy(details, vm);
        if (vm.HasPendingChanges)
        {
            details.Line(
                "notice", $"This is what runs. The definition has changed since, and counts from the next start on: lodge edit {vm.Name}", style.Yellow);
        }

        return details.ToString();
    }

    private static void AddState(Details details, Vm vm, DateTimeOffset now, Style style)
    {
        var status = vm.Status;
        details
            .Line("state", StateWords.Of(status.State, status.Reason), StateWords.Paint(status.State, status.Reason, style))
            .Line("since", Ages.Since(status.Since, now))
            .Line("detail", status.Detail)
            .Line("resets", ResetsOf(vm.Resets, now))
            .Line("saved", vm.HasManagedSave ? "yes, the next start goes on from there" : null);
        if (vm.LastWords.Count > 0)
        {
            details.Line("last words", "of its QEMU:").Quote(vm.LastWords);
        }
    }

    private static void AddHardware(Details details, Vm vm)
    {
        var definition = vm.CurrentDefinition;
        var boot = definition.Boot;
        details
            .Line("id", vm.Id.ToString())
            .Line("accel", vm.Runtime is { } run
                ? $"{VmTable.AccelName(run.Accel)} – {run.AccelReason}"
                : $"{VmTable.AccelName(definition.Accel)} (when started)")
            .Line("machine", MachineOf(vm))
            .Line("firmware", Kebab.Of(boot.Firmware))
            .Line("kernel", boot.Kernel)
            .Line("initrd", boot.Initrd)
            .Line("append", boot.CommandLine)
            .Line("cpus", CpusOf(definition.Cpu))
            .Line("memory", Sizes.Of(definition.Memory.Size.Bytes))
            .Lines("disks", definition.Disks.Select(disk => DiskLine(disk, definition.Machine.Type)))
            .Lines("nics", definition.Nics.Select(NicLine))
            .Lines("devices", DeviceLines.Of(definition));
    }

    private static void AddProcess(Details details, Vm vm, DateTimeOffset now)
    {
        var console = vm.Definition.Serials.Count > 0;
        details.Line("console", !console ? "none" : vm.Status.IsLive ? $"lodge console {vm.Name}" : $"lodge log {vm.Name}");
        if (vm.Runtime is { } run)
        {
            details
                .Lines("displays", run.Displays.OrEmpty().Select(DisplayLines.Of))
                .Line("pid", $"{run.ProcessId.ToString(CultureInfo.InvariantCulture)}, QEMU {run.QemuVersion}, up {Ages.Length(now - run.StartedAt)}")
                .Line("uid", run.Uid is { } uid ? uid.ToString(CultureInfo.InvariantCulture) : "the daemon's own")
                .Lines("differs", (run.Differs ?? []).Select(Printable.Text))
                .Line("tainted", run.Taints is { Count: > 0 } taints ? string.Join(", ", taints.Select(taint => Kebab.Of(taint))) : null)
                .Lines("security", SecurityLines.Of(run.Security));
        }
    }

    private static void AddPolicy(Details details, Vm vm)
    {
        var definition = vm.Definition;
        details
            .Line("lifetime", vm.Persistent ? null : "transient: forgotten when it stops")
            .Line("autostart", definition.Autostart ? "yes" : "no")
            .Line("policy", $"power-off: {Kebab.Of(definition.OnPowerOff)}, reboot: {Kebab.Of(definition.OnReboot)}, crash: {Kebab.Of(definition.OnCrash)}")
            .Line("about", definition.Description);
    }

    private static string? ResetsOf(GuestResets? resets, DateTimeOffset now) => resets is null ? null : string.Create(
        CultureInfo.InvariantCulture,
        $"{resets.Count}, the last {Ages.Since(resets.LastAt, now)}, by the {(resets.LastByGuest ? "guest" : "host")}");

    private static string CpusOf(CpuDefinition cpu)
    {
        var present = VcpuPresence.Of(cpu).Count;
        var rest = present == cpu.Count ? "" : string.Create(CultureInfo.InvariantCulture, $" of {cpu.Count}");
        return string.Create(CultureInfo.InvariantCulture, $"{present}{rest}{(cpu.Model is { } model ? $" × {model}" : "")}");
    }

    private static string MachineOf(Vm vm)
    {
        var machine = vm.CurrentDefinition.Machine;
        var wanted = machine.Version is { } version ? $"{Kebab.Of(machine.Type)} {version}" : Kebab.Of(machine.Type);
        return vm.Runtime is { } run ? $"{wanted} ({run.MachineName})" : wanted;
    }

    private static string DiskLine(DiskDefinition disk, MachineType machine)
    {
        var path = disk.Source?.Describe() ?? "empty";
        var format = disk switch { { Format: { } known } => $"{Kebab.Of(known)}, ", { Source: null } => "", _ => "format not known yet, " };
        var kind = disk.Device == DiskDevice.Disk ? "" : $"{Kebab.Of(disk.Device)}, ";
        return $"{(disk.Name is { } name ? name + "  " : "")}{path} ({kind}{format}{(disk.ReadOnly ? "read-only, " : "")}{Kebab.Of(disk.BusOn(machine))})";
    }

    private static string NicLine(NicDefinition nic) => $"{NicLookup.Place(nic.Source)} ({Kebab.Of(nic.Model)}{(nic.Mac is { } mac ? $", {mac}" : "")})";
}
