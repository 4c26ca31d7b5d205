using System.Globalization;
using System.Text;
using Lodge.Linux.Processors;
using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;
using Lodge.Qemu.Planning;
using Lodge.Qemu.Planning.Cpus;
using Lodge.Qemu.Planning.Memory;
using Lodge.Qemu.Tests.Facts;
using Lodge.Qemu.Tests.Firmware;
using Lodge.Qemu.Tests.Support;

namespace Lodge.Qemu.Tests.Planning;

/// <summary>Processors, memory and platform: what each option changes in the plan of a plain VM.</summary>
public class MachinePlanTests
{
    private static readonly QemuFacts Facts = PlanCases.Facts with
    {
        Firmware =
        [
            .. DebianFirmware.All,
            new()
            {
                Name = "70-snp.json", Interfaces = ["uefi"], Mapping = FirmwareMapping.Memory, Code = "/usr/share/OVMF/AMDSEV.fd",
                Targets = [new("x86_64", ["pc-q35-*"])], Features = ["amd-sev-snp"],
            },
        ],
    };

    public static TheoryData<string> Names => [.. MachineCases.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Option_changes_the_plan_as_written(string name)
    {
        var (definition, accel) = MachineCases.All[name];
        var plain = PlanCases.Vm(definition.Machine.Type) with
        {
            Boot = new() { Kernel = definition.Machine.Type == MachineType.Microvm ? "/k" : null },
        };
        Golden.Compare($"Machine/{name}.args", Describe(Plan(definition, accel), Plan(plain, accel)));
    }

    [Theory]
    [InlineData(0, 0, 0, 0, 0)]
    [InlineData(1, 0, 0, 0, 1)]
    [InlineData(5, 0, 0, 2, 1)]
    [InlineData(6, 0, 1, 0, 0)]
    [InlineData(23, 1, 1, 2, 1)]
    public void Processor_sits_where_QEMU_counts_it(int id, int socket, int die, int core, int thread) =>
        Assert.Equal(new VcpuPlace(socket, die, core, thread), VcpuLayout.PlaceOf(new CpuTopology(2, 2, 3, 2), id));

    [Fact]
    public void Restrictive_memory_binds_the_process_and_each_cell_adds_its_nodes()
    {
        NumaDefinition whole = new() { HostNodes = "0,2", Policy = NumaPolicy.Restrictive };
        NumaDefinition cells = new()
        {
            Cells =
            [
                new() { Id = 0, Memory = default, HostNodes = "1", Policy = NumaPolicy.Restrictive },
                new() { Id = 1, Memory = default, HostNodes = "3", Policy = NumaPolicy.Strict },
                new() { Id = 2, Memory = default, HostNodes = "4", Policy = NumaPolicy.Restrictive },
            ],
        };
        Assert.Equal("0,2", $"{MemoryBackends.NodesOfProcess(whole)}");
        Assert.Equal("1,4", $"{MemoryBackends.NodesOfProcess(cells)}");
        Assert.Null(MemoryBackends.NodesOfProcess(whole with { Policy = null }));
        Assert.Equal("0,2", Plan(PlanCases.Vm() with { Numa = whole }, Accelerator.Tcg).MemoryNodes?.ToString());
    }

    [Fact]
    public void Memory_cannot_be_encrypted_by_a_host_that_does_not_say_how()
    {
        var vm = PlanCases.Vm() with { Boot = new() { Firmware = FirmwareType.Uefi }, LaunchSecurity = new SevSecurity() };
        var error = Assert.Throws<LodgeException>(() => QemuPlanner.Plan(Input(vm, Accelerator.Kvm) with { MemoryEncryption = null })).Error;
        Assert.Equal(ErrorCode.Unsupported, error.Code);
        Assert.Contains("AMD SEV", error.Message);
    }

    private static QemuPlan Plan(VmDefinition definition, Accelerator accel) => QemuPlanner.Plan(Input(definition, accel));

    private static PlanInput Input(VmDefinition definition, Accelerator accel) => new()
    {
        Definition = definition,
        Facts = Facts,
        Accelerator = new AcceleratorChoice(accel, "because"),
        Paths = PlanCases.Paths,
        Disks = [.. definition.Disks.Select(PlanCases.ChainOf)],
        Cpus = CapturedCpus.Tcg,
        Now = new DateTimeOffset(2026, 7, 1, 14, 30, 0, TimeSpan.FromHours(2)),
        ZoneOffset = TimeSpan.FromHours(2),
        HostSmbios = new() { System = new("Maker", "Machine"), Chassis = new(Asset: "7") },
        MemoryEncryption = new MemoryEncryption(51, 1),
    };

    private static string Describe(QemuPlan plan, QemuPlan plain)
    {
        var text = new StringBuilder();
        foreach (var argument in plan.Arguments.Where(argument => !plain.Arguments.Contains(argument)))
        {
            text.AppendLine(argument.ToString());
        }

        foreach (var gone in plain.Arguments.Where(argument => plan.Arguments.All(other => other.Name != argument.Name || Head(other) != Head(argument))))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"# no {gone}");
        }

        foreach (var descriptor in plan.Descriptors.Where(descriptor => plain.Descriptors.All(other => other.Label != descriptor.Label)))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"# passes {descriptor.Number} {descriptor.Label} {descriptor.Source}");
        }

        foreach (var rule in plan.Reachable.Where(rule => !plain.Reachable.Contains(rule)))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"# reaches {rule.Access} {rule.Path}");
        }

        if (plan.LocksMemory)
        {
            text.AppendLine("# locks memory");
        }

        if (plan.Variables is { } store)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"# variables {store.Path} from {store.Firmware.VarsTemplate}");
        }

        return text.ToString();
    }

    private static string Head(QemuArgument argument) => argument.Value?.Split(',', '=')[0] ?? "";
}
