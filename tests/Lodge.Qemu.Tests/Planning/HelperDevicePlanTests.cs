using System.Globalization;
using System.Text;
using Lodge.Model.Errors;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;
using Lodge.Qemu.Companions;
using Lodge.Qemu.Companions.SharedFolders;
using Lodge.Qemu.Planning;
using Lodge.Qemu.Tests.Companions;
using Lodge.Qemu.Tests.Support;

namespace Lodge.Qemu.Tests.Planning;

/// <summary>
/// Devices whose work somebody else does: what each adds to the plan of the same VM without it, and its companions.
/// </summary>
public class HelperDevicePlanTests
{
    private static readonly FileSystemDefinition Virtiofs = new() { Source = "/srv/a,b", Tag = "shared" };
    private static readonly FileSystemDefinition Path9p = new() { Driver = FileSystemDriver.Path, Source = "/srv/data", Tag = "data" };

    private static readonly CompanionPrograms Programs = new()
    {
        Swtpm = "/usr/bin/swtpm",
        SwtpmSetup = "/usr/bin/swtpm_setup",
        Virtiofsd = new("/usr/libexec/virtiofsd", VirtiofsdDialect.Rust),
    };

    private static readonly CompanionPrograms OldPrograms = Programs with { SwtpmSetup = null, Virtiofsd = new("/usr/lib/qemu/virtiofsd", VirtiofsdDialect.C) };

    private static readonly Dictionary<string, (VmDefinition Definition, CompanionPrograms Programs, int? Uid)> Cases = new()
    {
        ["tpm-q35"] = (PlanCases.Vm() with { Tpm = new() }, Programs, 64001),
        ["tpm-pc-alias"] = (PlanCases.Vm(MachineType.Pc) with { Tpm = new() { Alias = "secrets" } }, OldPrograms, 64001),
        ["tpm-tis-unprivileged"] = (PlanCases.Vm() with { Tpm = new() { Model = TpmModel.Tis } }, OldPrograms, null),
        ["tpm-crb"] = (PlanCases.Vm() with { Tpm = new() { Model = TpmModel.Crb } }, Programs, 64001),
        ["choices-by-name"] = (
            PlanCases.Vm() with { FileSystems = [Virtiofs with { Cache = FileSystemCache.Auto }, Path9p with { Access = FileSystemAccess.Mapped }] }, Programs, 64001),
        ["tpm-host"] = (PlanCases.Vm() with { Tpm = new() { Host = "/dev/tpm0" } }, new(), 64001),
        ["virtiofs-rust"] = (
            PlanCases.Vm() with { FileSystems = [Virtiofs with { Cache = FileSystemCache.None, ExtendedAttributes = true, ReadOnly = true, Threads = 8 }] },
            Programs,
            64001),
        ["virtiofs-c-two"] = (
            PlanCases.Vm() with
            {
                FileSystems =
                [
                    Virtiofs with { Cache = FileSystemCache.Always, Flock = true, PosixLock = true, QueueSize = 256 },
                    Virtiofs with { Alias = "second", Tag = "two", Source = "/srv/two" },
                ],
            },
            OldPrograms,
            64001),
        ["virtiofs-rust-unprivileged"] = (PlanCases.Vm() with { FileSystems = [Virtiofs] }, Programs, null),
        ["virtiofs-socket"] = (PlanCases.Vm(MachineType.Pc) with { FileSystems = [Virtiofs with { Socket = "/run/other.sock" }] }, new(), 64001),
        ["virtiofs-binary-microvm"] = (
            PlanCases.Vm(MachineType.Microvm) with { Boot = new() { Kernel = "/k" }, FileSystems = [Virtiofs with { Binary = "/opt/virtiofsd" }] }, new(), 64001),
        ["9p-mapped"] = (PlanCases.Vm() with { FileSystems = [Path9p] }, new(), 64001),
        ["9p-passthrough-read-only"] = (
            PlanCases.Vm(MachineType.Pc) with { FileSystems = [Path9p with { Access = FileSystemAccess.Passthrough, ReadOnly = true }] }, new(), 64001),
        ["9p-squash-microvm"] = (
            PlanCases.Vm(MachineType.Microvm) with { Boot = new() { Kernel = "/k" }, FileSystems = [Path9p with { Access = FileSystemAccess.Squash }] }, new(), 64001),
        ["vsock-cid"] = (PlanCases.Vm() with { Vsock = new() { Cid = 77 } }, new(), 64001),
        ["vsock-made-up-pc"] = (PlanCases.Vm(MachineType.Pc) with { Vsock = new() }, new(), 64001),
        ["shared-memory"] = (
            PlanCases.Vm() with
            {
                SharedMemories =
                [
                    new() { Name = "ring" },
                    new() { Name = "big", Size = ByteSize.FromMiB(64), Master = true, Alias = "bulk" },
                    new() { Name = "bell", Model = SharedMemoryModel.Doorbell, Server = "/run/ivshmem.sock", Vectors = 4 },
                ],
            },
            new(),
            64001),
        ["shared-memory-pc"] = (PlanCases.Vm(MachineType.Pc) with { SharedMemories = [new() { Name = "ring" }] }, new(), 64001),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    internal static IEnumerable<VmDefinition> Definitions => Cases.Values.Select(each => each.Definition);

    [Theory]
    [MemberData(nameof(Names))]
    public void Device_adds_to_the_plan_what_is_written(string name)
    {
        var (definition, programs, uid) = Cases[name];
        var without = definition with { Tpm = null, FileSystems = null, Vsock = null, SharedMemories = null };
        Golden.Compare($"Helpers/{name}.args", Describe(Plan(definition, programs, uid), Plan(without, programs, uid), uid));
    }

    [Fact]
    public void Program_that_is_missing_is_named_with_its_package()
    {
        var tpm = Assert.Throws<LodgeException>(() => Plan(PlanCases.Vm() with { Tpm = new() }, new(), 64001)).Error;
        Assert.Equal(ErrorCode.Unsupported, tpm.Code);
        Assert.Contains("apt install swtpm", tpm.Remedy);
        var share = Assert.Throws<LodgeException>(() => Plan(PlanCases.Vm() with { FileSystems = [Virtiofs] }, new(), 64001)).Error;
        Assert.Contains("virtiofsd is not installed", share.Message);
    }

    [Theory]
    [InlineData(false, true, false, 64001, "read only")]
    [InlineData(false, false, false, null, "not root")]
    [InlineData(true, false, true, 64001, "locks")]
    public void Virtiofsd_is_not_asked_for_what_it_cannot_do(bool isRust, bool readOnly, bool flock, int? uid, string words)
    {
        var vm = PlanCases.Vm() with { FileSystems = [Virtiofs with { ReadOnly = readOnly, Flock = flock }] };
        var error = Assert.Throws<LodgeException>(() => Plan(vm, isRust ? Programs : OldPrograms, uid)).Error;
        Assert.Equal(ErrorCode.Unsupported, error.Code);
        Assert.Contains(words, error.Message);
    }

    [Fact]
    public void Context_id_of_a_guest_is_its_own_at_each_start()
    {
        var (one, other) = (Guid.NewGuid(), Guid.NewGuid());
        Assert.Equal(VsockCids.Of(one), VsockCids.Of(one));
        Assert.NotEqual(VsockCids.Of(one), VsockCids.Of(other));
        Assert.InRange(VsockCids.Of(one), 3, uint.MaxValue - 1);
    }

    private static QemuPlan Plan(VmDefinition definition, CompanionPrograms programs, int? uid) => QemuPlanner.Plan(new PlanInput
    {
        Definition = definition,
        Facts = PlanCases.Facts,
        Accelerator = new AcceleratorChoice(Accelerator.Tcg, "because"),
        Paths = PlanCases.Paths,
        Disks = [],
        Programs = programs,
        HasOwnUsers = uid is not null,
    });

    private static string Describe(QemuPlan plan, QemuPlan without, int? uid)
    {
        var text = new StringBuilder();
        foreach (var argument in plan.Arguments.Where(argument => !without.Arguments.Contains(argument)))
        {
            text.AppendLine(argument.ToString());
        }

        foreach (var descriptor in plan.Descriptors.Where(descriptor => !without.Descriptors.Contains(descriptor)))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"descriptor {descriptor.Number} {descriptor.Label} {descriptor.Source}");
        }

        foreach (var rule in plan.Reachable.Except(without.Reachable))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"reachable {rule.Access} {rule.Path}");
        }

        if (plan.Tpm is { } tpm)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"made by {tpm.Program} {string.Join(' ', tpm.Arguments("/new", uid is not null))}");
            tpm.Configuration.ToList().ForEach(file => text.AppendLine(CultureInfo.InvariantCulture, $"--- {file.Path}\n{file.Text}"));
        }

        plan.Companions.ToList().ForEach(companion => text.AppendLine().Append(DescribeCompanion.Of(companion, uid)));
        return text.ToString();
    }
}
