using System.Text.Json;
using Lodge.Model.Jobs;
using Lodge.Model.Json;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;
using Lodge.Model.Vms.States;

namespace Lodge.Store.Tests.Support;

/// <summary>Things to store.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Noon = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A definition that uses every kind of field; the same number gives the same one.</summary>
    public static VmDefinition Vm(int number, string? name = null) => new()
    {
        Id = Id(number),
        Name = name ?? $"vm-{number}",
        Title = "A “title”",
        Description = "two\nlines",
        Accel = Accelerator.Tcg,
        Machine = new MachineDefinition { Type = MachineType.Microvm, Version = "7.2" },
        Boot = new BootDefinition { Kernel = "/srv/vmlinuz", Initrd = "/srv/initrd", CommandLine = "console=ttyS0" },
        Cpu = new CpuDefinition { Count = 2, Model = "max" },
        Memory = new MemoryDefinition { Size = ByteSize.FromMiB(256) },
        Disks = [new DiskDefinition { Name = "vda", Source = new FileDiskSource { Path = $"/srv/{number}.qcow2" }, Format = DiskFormat.Qcow2, Bus = DiskBus.Virtio }],
        Nics = [new NicDefinition { Mac = "52:54:00:12:34:56" }],
        Graphics = [new GraphicsDefinition()],
        OnCrash = LifecycleAction.Preserve,
        Autostart = true,
    };

    public static VmStatus Died() =>
        new(VmState.Stopped, VmReason.ProcessDied, Noon, "killed by signal 9");

    public static Job Job(int number, JobState state = JobState.Succeeded) => new()
    {
        Id = Id(number),
        Kind = JobKind.Save,
        Subject = $"vm-{number}",
        State = state,
        StartedAt = Noon.AddSeconds(number),
    };

    public static Guid Id(int number) => new(number, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 1);

    public static string Text(VmDefinition definition) => JsonSerializer.Serialize(definition, ModelJson.Default.VmDefinition);
}
