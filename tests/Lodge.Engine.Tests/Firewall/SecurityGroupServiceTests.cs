using Lodge.Engine.Tests.Networks;
using Lodge.Model.Errors;
using Lodge.Model.Firewall;
using Lodge.TestSupport.Engine;

namespace Lodge.Engine.Tests.Firewall;

/// <summary>Security groups: in force as soon as they are stored, and never gone from under who uses them.</summary>
public sealed class SecurityGroupServiceTests
{
    private static readonly SecurityGroup Web = new() { Name = "web", Rules = [new SecurityRule { Protocol = RuleProtocol.Tcp, Port = 443 }] };

    private readonly FakeWorld _world = new();

    [Fact]
    public async Task Group_is_stored_in_force_and_there_after_a_restart()
    {
        var groups = (await _world.StartDaemonAsync()).Engine.SecurityGroups;

        var defined = await groups.DefineAsync(Web, default);
        var changed = await groups.DefineAsync(defined with { Description = "shop" }, default);

        Assert.Equal([changed], _world.Networks.Rules);
        Assert.Equal(changed, _world.Networks.Groups[defined.Id]);
        _world.Networks.Rules = [];
        Assert.Equal([changed], (await _world.StartDaemonAsync()).Engine.SecurityGroups.List());
        Assert.Equal([changed], _world.Networks.Rules);
    }

    [Fact]
    public async Task Group_that_the_kernel_refuses_is_not_there()
    {
        var groups = (await _world.StartDaemonAsync()).Engine.SecurityGroups;
        _world.Networks.Fails = call => call.StartsWith("rules", StringComparison.Ordinal) ? new LodgeException(ErrorCode.InvalidState, "the kernel says no") : null;

        await NetworkServiceTests.RefusesAsync(groups.DefineAsync(Web, default), "the kernel says no");

        Assert.Empty(groups.List());
        Assert.Empty(_world.Networks.Groups);
    }

    [Fact]
    public async Task Names_are_unique_and_groups_that_rules_name_are_there()
    {
        var groups = (await _world.StartDaemonAsync()).Engine.SecurityGroups;
        var web = await groups.DefineAsync(Web, default);

        await NetworkServiceTests.RefusesAsync(groups.DefineAsync(Web, default), $"A security group named 'web' exists already ({web.Id}).");
        var unknown = await NetworkServiceTests.RefusesAsync(
            groups.DefineAsync(new SecurityGroup { Name = "db", Rules = [new SecurityRule { Group = "wbe" }] }, default),
            "Security group 'db' names the security group 'wbe', which does not exist.");
        await groups.DefineAsync(new SecurityGroup { Name = "db", Rules = [new SecurityRule { Group = "db" }] }, default);

        Assert.Equal("Did you mean 'web'?", unknown.Remedy);
    }

    [Fact]
    public async Task Group_in_use_stays()
    {
        var engine = (await _world.StartDaemonAsync()).Engine;
        await engine.SecurityGroups.DefineAsync(Web, default);
        await engine.SecurityGroups.DefineAsync(new SecurityGroup { Name = "db", Rules = [new SecurityRule { Group = "web" }] }, default);
        await engine.Networks.DefineAsync(NetworkServiceTests.Named("lab") with { Groups = ["web"] }, default);
        var vm = NetworkServiceTests.Vm("web1", "lab");
        await engine.Definitions.DefineAsync(vm with { Nics = [vm.Nics[0] with { Groups = ["web"] }] }, default);

        await NetworkServiceTests.RefusesAsync(
            engine.SecurityGroups.UndefineAsync("web", default),
            "The security group 'web' is in use by network 'lab', security group 'db', card net0 of VM 'web1'.");
        await engine.SecurityGroups.UndefineAsync("db", default);

        Assert.Equal("web", Assert.Single(_world.Networks.Rules).Name);
    }
}
