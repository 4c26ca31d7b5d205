using Lodge.Engine.Vms;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.States;

namespace Lodge.Engine.Tests.Vms;

/// <summary>MAC addresses are had by one VM each, as far as they meet in a network.</summary>
public sealed class MacAddressTests
{
    private const string Mac = "52:54:00:00:00:01";

    private readonly VmInventory _inventory = new();
    private readonly MacRegister _register;

    public MacAddressTests() => _register = new MacRegister(_inventory);

    [Fact]
    public void Address_that_another_VM_has_is_not_made_up()
    {
        var id = Guid.NewGuid();
        var made = VmNormalizer.Complete(new VmDefinition { Id = id, Name = "web", Nics = [new()] }).Nics[0].Mac!;
        Add("mail", new NicDefinition { Mac = made.ToUpperInvariant() });

        var other = VmNormalizer.Complete(new VmDefinition { Id = id, Name = "web", Nics = [new()] }, hasMac: mac => _register.Has(mac, id)).Nics[0].Mac!;

        Assert.NotEqual(made, other);
        Assert.True(_register.Has(made, id));
        Assert.False(_register.Has(other, id));
    }

    [Fact]
    public void Address_of_another_VM_on_a_network_is_refused_with_its_name()
    {
        Add("mail", Lan(Mac));

        var error = Assert.Throws<LodgeException>(() => _register.ThrowIfTaken(Vm("web", new(), Lan(Mac)), null)).Error;

        Assert.Equal(ErrorCode.InvalidArgument, error.Code);
        Assert.Equal($"nics[1].mac of VM 'web' is {Mac}, which a card of VM 'mail' has.", error.Message);
    }

    [Fact]
    public void Address_in_a_private_network_meets_nobody()
    {
        Add("mail", new NicDefinition { Mac = Mac });
        _register.ThrowIfTaken(Vm("web", Lan(Mac)), null);

        Add("lan", Lan("52:54:00:00:00:02"));
        _register.ThrowIfTaken(Vm("web", new NicDefinition { Mac = "52:54:00:00:00:02" }), null);
    }

    [Fact]
    public void What_a_VM_had_before_it_may_keep_and_what_changed_is_seen()
    {
        var mail = Add("mail", Lan(Mac));
        var web = Vm("web", Lan(Mac));
        _register.ThrowIfTaken(mail, null);
        _register.ThrowIfTaken(web, web);
        Assert.Throws<LodgeException>(() => _register.ThrowIfTaken(web, null));

        _inventory.Update(mail.Id, now => now with { Definition = mail with { Nics = [] } });
        _register.ThrowIfTaken(web, null);

        Add("late", Lan(Mac));
        _inventory.Remove(mail.Id);
        Assert.Throws<LodgeException>(() => _register.ThrowIfTaken(web, null));
    }

    private static NicDefinition Lan(string mac) => new() { Mac = mac, Source = new NetworkNicSource("lan") };

    private static VmDefinition Vm(string name, params IReadOnlyList<NicDefinition> nics) => new() { Id = Guid.NewGuid(), Name = name, Nics = nics };

    private VmDefinition Add(string name, NicDefinition nic)
    {
        var definition = Vm(name, nic);
        _inventory.Add(new Vm { Definition = definition, Status = new VmStatus(VmState.Stopped, VmReason.NeverStarted, DateTimeOffset.UnixEpoch) });
        return definition;
    }
}
