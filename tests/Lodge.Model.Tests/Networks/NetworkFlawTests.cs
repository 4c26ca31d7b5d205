using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lodge.Model.Errors;
using Lodge.Model.Firewall;
using Lodge.Model.Firewall.Validation;
using Lodge.Model.Json;
using Lodge.Model.Networks;
using Lodge.Model.Networks.Validation;
using Lodge.Model.Vms.Validation;
using Lodge.TestSupport;

namespace Lodge.Model.Tests.Networks;

/// <summary>
/// Every rule for networks and security groups by example. A table has definitions in JSON, one a line (the name is added),
/// and below each, indented, the flaws that must be found, all of them; none for a sound one. Lines with # are remarks.
/// </summary>
public sealed class NetworkFlawTests
{
    [Theory]
    [InlineData("Identity")]
    [InlineData("Modes")]
    [InlineData("Subnets")]
    [InlineData("Dhcp")]
    [InlineData("Names")]
    [InlineData("Ways")]
    [InlineData("Cards")]
    public void Table_of_networks_has_these_flaws(string table) => Compare(table, json => NetworkValidator.Check(Read(json, ModelJson.Default.NetworkDefinition)));

    [Fact]
    public void Table_of_security_groups_has_these_flaws() =>
        Compare("SecurityGroups", json => SecurityGroupValidator.Check(Read(json, ModelJson.Default.SecurityGroup)));

    [Fact]
    public void Flawed_network_is_refused_with_all_its_flaws()
    {
        var flawed = new NetworkDefinition([new SubnetDefinition { Address = "10.0.0.0/24" }]) { Name = "lab", Mtu = 1 };

        var error = Assert.Throws<LodgeException>(() => NetworkValidator.ThrowIfFlawed(flawed)).Error;

        Assert.Equal(ErrorCode.InvalidArgument, error.Code);
        Assert.StartsWith("The definition of network 'lab' has 2 errors: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Flawed_security_group_is_refused()
    {
        var error = Assert.Throws<LodgeException>(() => SecurityGroupValidator.ThrowIfFlawed(new SecurityGroup { Name = "web", Rules = [new() { Port = 1 }] })).Error;

        Assert.Equal("The security group 'web' is not valid: rules[0].port is for the protocols 'tcp' and 'udp' only; leave it out.", error.Message);
    }

    private static void Compare(string table, Func<string, IReadOnlyList<Flaw>> check)
    {
        var file = $"Tables/{table}.txt";
        var written = File.ReadAllLines(PathOf(file));
        var found = written.Where(line => !line.StartsWith(' '))
            .SelectMany(line => line.StartsWith('{') ? [line, .. check(line).Select(flaw => $"  {flaw}")] : new[] { line });
        Golden.Compare(file, string.Join('\n', found) + "\n");
    }

    private static T Read<T>(string json, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        var definition = JsonNode.Parse(json)!.AsObject();
        definition.TryAdd("name", "lab");
        return definition.Deserialize(type)!;
    }

    private static string PathOf(string file, [CallerFilePath] string caller = "") => Path.Combine(Path.GetDirectoryName(caller)!, file);
}
