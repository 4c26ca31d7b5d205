using System.Runtime.CompilerServices;
using Lodge.LibvirtXml.Domain;
using Lodge.LibvirtXml.Tests.Support;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.TestSupport;

namespace Lodge.LibvirtXml.Tests.Domain;

public sealed class LiveDomainTests
{
    private static readonly LiveDomain s_live = new()
    {
        Id = 7,
        Accel = Accelerator.Tcg,
        MachineName = "pc-q35-7.2",
        Displays = [new RunningDisplay { Type = GraphicsType.Spice, Address = "127.0.0.1", Port = 5903 }],
        Ports = new Dictionary<string, string> { ["serial0"] = "/dev/pts/4", ["channel0"] = "/run/lodge/x/channel0.sock" },
        AgentConnected = true,
        Balloon = ByteSize.FromMiB(1024),
        RunsAs = (64055, 108),
    };

    [Fact]
    public void Running_domain_shows_its_number_aliases_ports_and_labels()
    {
        // Ports are left out: how many there are is the model's affair.
        var definition = Definition() with { Controllers = [.. Definition().Controllers!.Where(controller => controller.Type != ControllerType.Pci)] };
        var written = DomainXml.Write(definition, new DomainXmlOptions { Live = s_live });
        Golden.Compare("Golden/live.out.xml", written);
        Assert.Null(Tool.Validate(written, "domain"));
    }

    [Fact]
    public void Cards_of_a_running_domain_show_where_they_are_plugged_in()
    {
        var port = Guid.Parse("0a2b6c1e-6d0f-4a53-9d0d-4f5a5f9e2b12");
        var definition = new VmDefinition { Name = "plugged", Nics = [new NicDefinition(new NetworkNicSource("default")) { Alias = "nic0", Mac = "52:54:00:00:00:01" }] };
        var live = s_live with { Plugs = new Dictionary<string, LivePlug> { ["nic0"] = new("vnet4", "virbr0", port) } };
        var written = DomainXml.Write(definition, new DomainXmlOptions { Live = live });
        Assert.Contains($"<source network='default' portid='{port}' bridge='virbr0'/>\n      <target dev='vnet4'/>", written, StringComparison.Ordinal);
        Assert.Null(Tool.Validate(written, "domain"));
        Assert.DoesNotContain("vnet4", Inactive(DomainXml.Read(written)), StringComparison.Ordinal);
        Assert.DoesNotContain("vnet4", DomainXml.Write(definition, new DomainXmlOptions { Live = live, Migratable = true }), StringComparison.Ordinal);
    }

    [Fact]
    public void XML_of_a_running_domain_defines_the_same_domain()
    {
        var definition = Definition();
        var running = DomainXml.Read(DomainXml.Write(definition, new DomainXmlOptions { Live = s_live with { Balloon = null } }), "/run/lodge");
        Assert.Equal(
            Inactive(definition with { Accel = Accelerator.Tcg }).Replace("machine='q35'", "machine='pc-q35-7.2'", StringComparison.Ordinal),
            Inactive(running));
    }

    [Fact]
    public void XML_for_another_host_has_nothing_of_this_one() => Assert.Equal(
        Inactive(Definition() with { Accel = Accelerator.Tcg }),
        DomainXml.Write(Definition() with { Accel = Accelerator.Tcg }, new DomainXmlOptions { Live = s_live, Migratable = true }));

    [Fact]
    public void Passwords_are_shown_only_to_those_who_ask_for_them()
    {
        var definition = Definition() with { Graphics = [new GraphicsDefinition { Password = "hush" }] };
        Assert.DoesNotContain("hush", Inactive(definition), StringComparison.Ordinal);
        Assert.Contains("passwd='hush'", DomainXml.Write(definition, new DomainXmlOptions { Secure = true }), StringComparison.Ordinal);
    }

    private static string Inactive(VmDefinition definition) => DomainXml.Write(definition, new DomainXmlOptions());

    private static VmDefinition Definition([CallerFilePath] string caller = "") => VmNormalizer.Complete(
        DomainXml.Read(File.ReadAllText(Path.Combine(Path.GetDirectoryName(caller)!, "Golden", "linux-uefi.xml"))));
}
