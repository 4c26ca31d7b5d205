using Lodge.Cli.Launching;
using Lodge.Cli.Ssh;
using Lodge.Model.Errors;
using Lodge.Model.Networks;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Cli.Tests.Ssh;

public sealed class SshTargetTests
{
    private static readonly VmDefinition Behind = new()
    {
        Name = "web1",
        Nics = [new NicDefinition(new UserNicSource { Forwards = [new UserPortForward { Port = 8080, TargetPort = 80 }, new UserPortForward { Port = 2222, TargetPort = 22 }] }) { Alias = "net0" }],
    };

    [Fact]
    public void A_port_of_the_host_that_leads_to_ssh_is_found() => Assert.Equal(new SshTarget("127.0.0.1", 2222), SshTarget.ForwardOf(Behind));

    [Fact]
    public void An_address_is_a_lease_before_a_guess_and_never_one_behind_QEMUs_own_network()
    {
        var vm = Behind with { Nics = [.. Behind.Nics, new NicDefinition(new NetworkNicSource("default")) { Alias = "net1" }] };
        NicAddresses[] cards =
        [
            new("net0", "52:54:00:00:00:01", null, null, [new("10.0.2.15", 24, AddressSource.Agent)]),
            new("net1", "52:54:00:00:00:02", null, "default", [new("fe80::1", 64, AddressSource.Agent), new("fd00::5", 64, AddressSource.Lease), new("192.168.1.9", 24, AddressSource.Arp), new("192.168.1.5", 24, AddressSource.Lease)]),
        ];

        Assert.Equal("192.168.1.5", SshTarget.Pick(vm, cards));
        Assert.Null(SshTarget.Pick(vm, [cards[0]]));
    }

    [Fact]
    public void Known_keys_are_demanded_and_unknown_ones_kept_without_a_question()
    {
        var target = new SshTarget("192.168.1.5", 22);

        Assert.Equal(
            "-o HostKeyAlias=id -o UserKnownHostsFile=\"/k\" -o GlobalKnownHostsFile=/dev/null -o StrictHostKeyChecking=yes -p 22 -l debian -- 192.168.1.5 uptime -p",
            string.Join(' ', target.Arguments("id", "/k", isKnown: true, new SshLogin("debian", "/nonexistent"), ["uptime", "-p"])));
        Assert.Contains("StrictHostKeyChecking=accept-new", target.Arguments("id", "/k", isKnown: false, new SshLogin(null, null), []));
    }

    [Theory]
    [InlineData("""{"status": "running", "errors": []}""", false)]
    [InlineData("""{"status": "done", "errors": []}""", true)]
    [InlineData("""{"status": "disabled"}""", true)]
    public void An_answer_of_cloud_init_says_whether_it_is_over(string json, bool isOver) => Assert.Equal(isOver, CloudInitWait.Read("web1", json).IsOver);

    [Fact]
    public void An_answer_of_cloud_init_with_errors_is_a_failure_that_names_them()
    {
        var failed = Assert.Throws<LodgeException>(() => CloudInitWait.Read("web1", """{"status": "error", "errors": ["('packages', nginx)"]}"""));

        Assert.Equal("cloud-init failed in web1: ('packages', nginx)", failed.Message);
    }
}
