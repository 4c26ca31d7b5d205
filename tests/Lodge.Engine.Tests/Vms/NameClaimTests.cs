using Lodge.Engine.Vms;
using Lodge.Model.Errors;

namespace Lodge.Engine.Tests.Vms;

public class NameClaimTests
{
    private readonly NameClaims _claims = new(new VmInventory());

    [Fact]
    public void Names_are_claimed_at_the_same_time_and_each_once()
    {
        using var web = _claims.TakeNew("web", Guid.NewGuid());
        using var mail = _claims.TakeNew("mail", Guid.NewGuid());

        Assert.Equal(ErrorCode.VmExists, Assert.Throws<LodgeException>(() => _claims.TakeNew("web", Guid.NewGuid())).Error.Code);
        Assert.Equal(ErrorCode.VmExists, Assert.Throws<LodgeException>(() => _claims.TakeName("mail", Guid.NewGuid())).Error.Code);
    }

    [Fact]
    public void Id_is_claimed_once_and_a_refused_claim_leaves_nothing_behind()
    {
        var id = Guid.NewGuid();
        using (_claims.TakeNew("web", id))
        {
            Assert.Throws<LodgeException>(() => _claims.TakeNew("mail", id));
        }

        using var again = _claims.TakeNew("mail", id);
    }

    [Fact]
    public void Released_name_is_free_again()
    {
        _claims.TakeNew("web", Guid.NewGuid()).Dispose();

        using var again = _claims.TakeNew("web", Guid.NewGuid());
    }
}
