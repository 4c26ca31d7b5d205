using System.Globalization;
using System.Text;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;
using Lodge.Qemu.Launching;
using Lodge.Qemu.Planning;
using Lodge.Qemu.Tests.Support;

namespace Lodge.Qemu.Tests.Planning;

public class QemuPlannerTests
{
    public static TheoryData<string> Devices => [.. DeviceCases.All.Keys];

    public static TheoryData<string> Options => [.. OptionCases.All.Keys];

    public static TheoryData<string> Cases => [.. PlanCases.All.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Plan_of_each_kind_of_VM_is_as_written(string name)
    {
        var (definition, accel, uid) = PlanCases.All[name];
        Golden.Compare($"{name}.args", Describe(PlanCases.Plan(definition, accel), uid));
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Plan_of_each_kind_of_device_is_as_written(string name) =>
        Golden.Compare($"{name}.args", Describe(PlanCases.Plan(DeviceCases.All[name]), uid: 64001));

    [Theory]
    [MemberData(nameof(Options))]
    public void Plan_with_each_option_is_as_written(string name) =>
        Golden.Compare($"Options/{name}.args", Describe(PlanCases.Plan(OptionCases.All[name]), uid: 64001));

    [Theory]
    [InlineData("<qemu:override><qemu:device alias='none'><qemu:frontend><qemu:property name='a' type='string' value='b'/></qemu:frontend></qemu:device></qemu:override>", "'none'")]
    [InlineData("<qemu:commandline><qemu:arg/></qemu:commandline>", "'value' of <qemu:arg>")]
    [InlineData("<qemu:override><qemu:device alias='rng0'><qemu:frontend><qemu:property name='a' type='signed' value='b'/></qemu:frontend></qemu:device></qemu:override>", "'b'")]
    [InlineData("<qemu:commandline>", "qemu:commandline")]
    public void Additions_that_make_no_sense_are_refused(string xml, string expected)
    {
        var error = Assert.Throws<LodgeException>(() => PlanCases.Plan(PlanCases.Vm() with { Kept = new() { Qemu = xml } })).Error;
        Assert.Equal(ErrorCode.InvalidArgument, error.Code);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Devices_stay_where_they_are_when_others_are_added()
    {
        var nic = new NicDefinition { Mac = "52:54:00:00:00:01" };
        var disk = new DiskDefinition { Name = "a", Source = new FileDiskSource { Path = "/a" }, Format = DiskFormat.Raw };
        foreach (var machine in new[] { MachineType.Q35, MachineType.Pc, MachineType.Microvm })
        {
            var one = VmNormalizer.Complete(PlanCases.Vm(machine) with { Boot = new() { Kernel = "/k" }, Disks = [disk], Nics = [nic] });
            var more = VmNormalizer.Complete(
                one with
                {
                    Disks = [.. one.Disks, disk with { Name = "b" }, disk with { Name = "c" }],
                    Nics = [.. one.Nics, nic with { Mac = "52:54:00:00:00:02" }],
                },
                one);
            Assert.Subset(DevicesOf(more).ToHashSet(), DevicesOf(one).ToHashSet());
        }
    }

    [Fact]
    public void No_two_devices_share_a_place_even_with_as_many_as_there_may_be()
    {
        var nics = Enumerable.Repeat(new NicDefinition { Mac = "52:54:00:00:00:01" }, 8);
        foreach (var (machine, disks) in new[] { (MachineType.Q35, 24), (MachineType.Pc, 21), (MachineType.Microvm, 16) })
        {
            var plan = PlanCases.Plan(PlanCases.Vm(machine) with
            {
                Boot = new() { Kernel = "/k" },
                Nics = [.. nics],
                Graphics = machine == MachineType.Microvm ? [] : [new()],
                Disks = [.. Enumerable.Range(0, disks).Select(i => new DiskDefinition
                {
                    Name = $"d{i}", Source = new FileDiskSource { Path = $"/d{i}" }, Format = DiskFormat.Raw,
                })],
            });
            var places = plan.Arguments.Where(argument => argument.Name == "-device")
                .Select(argument => string.Join(',', argument.Value!.Split(',').Where(part => part.StartsWith("bus=") || part.StartsWith("addr="))))
                .Where(place => place.Length > 0 && place != "bus=pci.0") // Which QEMU puts where there is room.
                .ToList();
            Assert.Equal(places.Count, places.Distinct().Count());
        }
    }

    [Fact]
    public void Values_with_commas_never_become_options_of_their_own()
    {
        Assert.Equal("a,x=1,,file=/etc/shadow,y=2", OptionText.Of("a", ("x", "1,file=/etc/shadow"), ("none", null), ("y", "2")));
    }

    [Fact]
    public void Start_from_a_saved_state_waits_for_it()
    {
        Assert.Contains(new QemuArgument("-incoming", "defer"), PlanCases.Plan(PlanCases.Vm(), incoming: true).Arguments);
    }

    [Theory]
    [InlineData("7.3", "7.1")]
    [InlineData("72", "7.2")]
    public void Unknown_machine_version_is_refused_and_a_near_one_named(string version, string near)
    {
        var vm = PlanCases.Vm() with { Machine = new() { Version = version } };
        var error = Assert.Throws<LodgeException>(() => PlanCases.Plan(vm)).Error;
        Assert.Equal(ErrorCode.Unsupported, error.Code);
        Assert.Contains($"did you mean '{near}'", error.Message);
    }

    private static List<string> DevicesOf(VmDefinition definition) =>
        [.. PlanCases.Plan(definition).Arguments.Where(argument => argument.Name == "-device").Select(argument => argument.Value!)];

    private static string Describe(QemuPlan plan, int? uid)
    {
        var confined = ConfinedPlan.Of(plan, PlanCases.Paths, uid, uid is null ? [] : [108], uid is null ? [] : ["/cg/cgroup.procs"]);
        var text = new StringBuilder();
        text.AppendLine(plan.Binary);
        foreach (var argument in plan.Arguments)
        {
            text.AppendLine(argument.ToString());
        }

        text.AppendLine().AppendLine("# descriptors");
        foreach (var descriptor in plan.Descriptors)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{descriptor.Number} {descriptor.Label} {descriptor.Source}");
        }

        text.AppendLine().AppendLine("# reachable");
        foreach (var rule in confined.Landlock.Rules)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{rule.Access} {rule.Path}{(rule.Optional ? " if there" : "")}");
        }

        text.AppendLine().AppendLine("# process");
        text.AppendLine(CultureInfo.InvariantCulture, $"machine {plan.MachineName}, displays {(plan.Displays.Count == 0 ? "none" : string.Join(' ', plan.Displays))}, own folder {plan.OwnFolder?.Path ?? "none"}, log {plan.ConsoleLog ?? "none"}");
        text.AppendLine(CultureInfo.InvariantCulture, $"user {confined.Identity?.Uid.ToString(CultureInfo.InvariantCulture) ?? "the daemon's"}, TCP {(confined.Landlock.DenyNetwork ? "denied" : "allowed")}, {string.Join(' ', confined.Environment.Select(pair => $"{pair.Key}={pair.Value}"))}");
        return text.ToString();
    }
}
