using System.Globalization;
using System.Text;
using Lodge.Model.Errors;
using Lodge.Model.Firewall;
using Lodge.Model.Networks;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;
using Lodge.Qemu.Companions;
using Lodge.Qemu.Planning;
using Lodge.Qemu.Planning.Devices;
using Lodge.Qemu.Planning.Devices.Nics;
using Lodge.Qemu.Tests.Companions;
using Lodge.Qemu.Tests.Support;

namespace Lodge.Qemu.Tests.Planning;

/// <summary>
/// What network cards are plugged into: what each adds to the plan of the same VM without it, and how it is plugged into a
/// running one.
/// </summary>
public class NicPlanTests
{
    private static readonly CompanionPrograms Programs = new() { Passt = "/usr/bin/passt" };

    private static readonly NicDefinition Lan = PlanCases.Nic with { Source = new NetworkNicSource("lan") };
    private static readonly NicDefinition Direct = PlanCases.Nic with { Source = new MacvtapNicSource("eth0") { Sharing = MacvtapSharing.Bridge } };

    private static readonly UserNicSource Forwarding = new()
    {
        Backend = UserNetworkBackend.Qemu,
        Forwards =
        [
            new() { Port = 2222, TargetPort = 22 },
            new() { Port = 53, Protocol = TransportProtocol.Udp, Address = "192.0.2.1" },
            new() { Port = 8080, Protocol = TransportProtocol.Tcp },
        ],
    };

    private static readonly Dictionary<string, Case> Cases = new()
    {
        ["network-one-queue"] = new(PlanCases.Vm() with { Nics = [Lan] }) { Plugs = [Plug("vnet0")] },
        ["network-queues"] = new(PlanCases.Vm() with { Nics = [Lan with { Queues = 3 }] }) { Plugs = [Plug("vnet7", 3) with { Mtu = 9000 }] },
        ["network-queues-vhost"] = new(PlanCases.Vm() with { Nics = [Lan with { Mtu = 1400 }] })
        {
            Plugs = [Plug("vnet0", 2) with { Mtu = 9000 }],
            Accel = Accelerator.Kvm,
            HasVhostNet = true,
        },
        ["network-one-queue-vhost-pc"] = new(PlanCases.Vm(MachineType.Pc) with { Nics = [Lan] })
        {
            Plugs = [Plug("vnet0")],
            Accel = Accelerator.Kvm,
            HasVhostNet = true,
        },
        ["network-emulated-has-no-vhost"] = new(PlanCases.Vm() with { Nics = [Lan] }) { Plugs = [Plug("vnet0")], HasVhostNet = true },
        ["network-datapaths"] = new(PlanCases.Vm() with
        {
            Nics = [Lan with { Datapath = NicDatapath.Qemu }, Lan with { Mac = "52:54:00:00:00:02", Datapath = NicDatapath.Vhost }],
        })
        {
            Plugs = [Plug("vnet0"), Plug("vnet1") with { Alias = "net1" }],
            Accel = Accelerator.Kvm,
            HasVhostNet = true,
        },
        ["network-e1000e-kvm"] = new(PlanCases.Vm() with { Nics = [Lan with { Model = NicModel.E1000e }] })
        {
            Plugs = [Plug("vnet0")],
            Accel = Accelerator.Kvm,
            HasVhostNet = true,
        },
        ["network-queues-microvm"] = new(PlanCases.Vm(MachineType.Microvm) with { Boot = new() { Kernel = "/k" }, Nics = [Lan] }) { Plugs = [Plug("vnet0", 2)] },
        ["network-not-plugged-yet"] = new(PlanCases.Vm() with { Cpu = new(12), Nics = [Lan, Lan with { Mac = "52:54:00:00:00:02", Interface = "web0", Queues = 2 }] }),
        ["network-all-that-is-the-hosts"] = new(PlanCases.Vm() with { Nics = [AllOfTheHost(Lan)] }) { Plugs = [Plug("web0")] },
        ["bridge"] = new(PlanCases.Vm() with { Nics = [PlanCases.Nic with { Source = new BridgeNicSource("br0") }] }) { Plugs = [Plug("vnet0")] },
        ["macvtap-queues"] = new(PlanCases.Vm() with { Nics = [Direct] }) { Plugs = [Plug("macvtap0", 2) with { IsMacvtap = true }] },
        ["macvtap-not-plugged-yet"] = new(PlanCases.Vm() with { Nics = [.. Enum.GetValues<MacvtapSharing>().Select(WithSharing)] }),
        ["user-forwards"] = new(PlanCases.Vm() with { Nics = [PlanCases.Nic with { Source = Forwarding }] }),
        ["passt"] = new(PlanCases.Vm() with { Nics = [PlanCases.Nic with { Source = new UserNicSource { Backend = UserNetworkBackend.Passt } }] }),
        ["passt-forwards-mtu-unprivileged"] = new(PlanCases.Vm() with
        {
            Nics =
            [
                PlanCases.Nic with
                {
                    Mtu = 1500,
                    Source = Forwarding with { Backend = UserNetworkBackend.Passt, Forwards = [.. Forwarding.Forwards!, new() { Port = 80, Address = "::1" }] },
                },
            ],
        }) { Uid = null },
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    internal static IEnumerable<VmDefinition> Definitions => Cases.Values.Select(each => each.Definition);

    [Theory]
    [MemberData(nameof(Names))]
    public void Card_adds_to_the_plan_what_is_written(string name)
    {
        var what = Cases[name];
        var without = Plan(what with { Definition = what.Definition with { Nics = [] } });
        Golden.Compare($"Nics/{name}.args", Describe(Plan(what), without, what.Uid));
    }

    [Theory]
    [InlineData("7.1.0", "QEMU 7.2 or later")]
    [InlineData("10.0.2", "apt install passt")]
    public void Passt_that_cannot_be_is_refused_with_what_to_do(string qemu, string remedy)
    {
        var what = Cases["passt"] with { Programs = new(), Facts = PlanCases.Facts with { Version = qemu } };
        var error = Assert.Throws<LodgeException>(() => Plan(what)).Error;
        Assert.Equal(ErrorCode.Unsupported, error.Code);
        Assert.Contains(remedy, error.Remedy);
    }

    [Fact]
    public void Card_that_wants_the_kernel_is_refused_where_that_cannot()
    {
        var what = new Case(PlanCases.Vm() with { Nics = [Lan with { Datapath = NicDatapath.Vhost }] }) { Plugs = [Plug("vnet0")] };
        Assert.Contains("modprobe vhost_net", Assert.Throws<LodgeException>(() => Plan(what)).Error.Remedy);
    }

    [Fact]
    public void Port_of_an_IPv6_address_needs_passt()
    {
        var nic = PlanCases.Nic with { Source = new UserNicSource { Forwards = [new() { Port = 80, Address = "::1" }] } };
        Assert.Contains("passt", Assert.Throws<LodgeException>(() => Plan(new Case(PlanCases.Vm() with { Nics = [nic] }))).Error.Remedy);
    }

    [Fact]
    public void Vm_is_not_started_with_a_card_that_has_no_interface()
    {
        var vm = VmNormalizer.Complete(PlanCases.Vm() with { Nics = [PlanCases.Nic, Lan with { Mac = "52:54:00:00:00:02" }] });
        NicPlugs.ThrowIfMissing(vm, [Plug("vnet0") with { Alias = "net1" }]);
        Assert.StartsWith("The card net1 of VM 'hello'", Assert.Throws<LodgeException>(() => NicPlugs.ThrowIfMissing(vm, [Plug("vnet0")])).Error.Message);
    }

    private static NicDefinition WithSharing(MacvtapSharing sharing) =>
        Direct with { Mac = $"52:54:00:00:00:0{(int)sharing}", Source = new MacvtapNicSource("eth0") { Sharing = sharing } };

    private static NicDefinition AllOfTheHost(NicDefinition nic) => nic with
    {
        Source = new NetworkNicSource("lan") { PortGroup = "fast" },
        Interface = "web0",
        Bandwidth = new() { Inbound = new() { Average = 1 } },
        Vlan = new() { Tags = [7] },
        Groups = ["web"],
        Filter = new FilterBinding { Name = "clean-traffic" },
        AntiSpoofing = true,
        Promiscuous = true,
        Isolated = true,
    };

    private static NicPlug Plug(string name, int queues = 1) => new()
    {
        VmId = PlanCases.Vm().Id, VmName = "hello", Alias = "net0", Mac = PlanCases.Nic.Mac!, Interface = name, Queues = queues,
    };

    private static QemuPlan Plan(Case what) => QemuPlanner.Plan(new PlanInput
    {
        Definition = what.Definition,
        Facts = what.Facts,
        Accelerator = new AcceleratorChoice(what.Accel, "because"),
        Paths = PlanCases.Paths,
        Disks = [],
        Programs = what.Programs,
        HasOwnUsers = what.Uid is not null,
        Plugs = what.Plugs,
        HasVhostNet = what.HasVhostNet,
    });

    private static string Describe(QemuPlan plan, QemuPlan without, int? uid)
    {
        var text = new StringBuilder();
        foreach (var argument in plan.Arguments.Where(argument => argument.Name == "-netdev" || argument.Value?.Contains(",id=net", StringComparison.Ordinal) == true))
        {
            text.AppendLine(argument.ToString());
        }

        foreach (var descriptor in plan.Descriptors.Where(descriptor => !without.Descriptors.Contains(descriptor)))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"descriptor {descriptor.Number} {descriptor.Label} {descriptor.Source}");
        }

        plan.Reachable.Except(without.Reachable).ToList().ForEach(rule => text.AppendLine(CultureInfo.InvariantCulture, $"reachable {rule.Access} {rule.Path}"));
        text.AppendLine(plan.NeedsNetwork ? "TCP allowed" : "TCP denied");
        text.AppendLine("plugged in:");
        foreach (var command in plan.Devices.Where(device => device.Id.StartsWith("net", StringComparison.Ordinal)).SelectMany(CommandsOf))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {command.Name} {command.Arguments.ToJson(static (descriptor, _) => descriptor.Label)}");
        }

        plan.Companions.ToList().ForEach(companion => text.AppendLine().Append(DescribeCompanion.Of(companion, uid)));
        return text.ToString();
    }

    private static IEnumerable<PlannedCommand> CommandsOf(PlannedDevice device) => [.. device.Backends.Select(backend => backend.Add), device.Add!];

    private sealed record Case(VmDefinition Definition)
    {
        public IReadOnlyList<NicPlug> Plugs { get; init; } = [];

        public Accelerator Accel { get; init; } = Accelerator.Tcg;

        public bool HasVhostNet { get; init; }

        public Lodge.Model.Host.QemuFacts Facts { get; init; } = PlanCases.Facts;

        public CompanionPrograms Programs { get; init; } = NicPlanTests.Programs;

        public int? Uid { get; init; } = 64001;
    }
}
