using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Qemu.Firmware;

namespace Lodge.Qemu.Tests.Firmware;

public class FirmwareSelectionTests
{
    private static readonly FirmwareWish Wish = new() { MachineName = "pc-q35-7.2" };

    public static TheoryData<string, string> Wishes => new()
    {
        { "plain", "60-edk2-x86_64.json" },
        { "secure", "40-edk2-x86_64-secure-enrolled.json" },
        { "secure, no keys", "50-edk2-x86_64-secure.json" },
        { "i440fx", "60-edk2-x86_64.json" },
        { "sev", "60-edk2-x86_64.json" },
    };

    [Theory]
    [MemberData(nameof(Wishes))]
    public void Firmware_with_the_highest_priority_that_fits_is_chosen(string name, string expected) =>
        Assert.Equal(expected, FirmwareSelection.Choose(WishOf(name), DebianFirmware.All).Name);

    [Theory]
    [InlineData("arm", "no UEFI firmware for aarch64")]
    [InlineData("i440fx, secure", "asks for secure boot")]
    [InlineData("unknown machine", "runs on the machine type 'isapc'")]
    [InlineData("secure, no smm", "system management mode")]
    [InlineData("keys only", "enrolled keys")]
    [InlineData("tdx", "intel-tdx")]
    public void Wish_that_nothing_fulfils_is_refused_with_the_obstacle(string name, string obstacle)
    {
        var error = Assert.Throws<LodgeException>(() => FirmwareSelection.Choose(
            WishOf(name), name == "keys only" ? [DebianFirmware.Plain] : DebianFirmware.All)).Error;
        Assert.Equal(ErrorCode.Unsupported, error.Code);
        Assert.Contains(obstacle, error.Message);
        Assert.NotNull(error.Remedy);
    }

    [Fact]
    public void Firmware_that_checks_nothing_without_keys_serves_where_there_is_no_other()
    {
        Assert.Equal(DebianFirmware.Secure, FirmwareSelection.Choose(Wish, [DebianFirmware.Enrolled, DebianFirmware.Secure]));
        Assert.Throws<LodgeException>(() => FirmwareSelection.Choose(Wish, [DebianFirmware.Enrolled]));
    }

    [Fact]
    public void Choice_stays_while_it_is_what_the_definition_asks_for()
    {
        var kept = FirmwareChoice.Of(DebianFirmware.Plain) with { Code = "/opt/old.fd" };
        Assert.Equal(new FirmwareDecision(kept, false), FirmwareDecision.Decide(Wish, kept, DebianFirmware.All));
        Assert.Equal(
            new FirmwareDecision(FirmwareChoice.Of(DebianFirmware.Enrolled), true),
            FirmwareDecision.Decide(Wish with { SecureBoot = true }, kept, DebianFirmware.All));
        Assert.False(FirmwareDecision.Decide(Wish, null, DebianFirmware.All).Renews);
    }

    private static FirmwareWish WishOf(string name) => name switch
    {
        "secure" => Wish with { SecureBoot = true },
        "secure, no keys" => Wish with { SecureBoot = true, EnrolledKeys = false },
        "i440fx" => Wish with { MachineName = "pc-i440fx-7.2" },
        "i440fx, secure" => Wish with { MachineName = "pc-i440fx-7.2", SecureBoot = true },
        "sev" => Wish with { Needs = [FirmwareFeature.AmdSev] },
        "tdx" => Wish with { Needs = [FirmwareFeature.IntelTdx] },
        "arm" => Wish with { Architecture = "aarch64" },
        "unknown machine" => Wish with { MachineName = "isapc" },
        "secure, no smm" => Wish with { SecureBoot = true, MayHaveSmm = false },
        "keys only" => Wish with { EnrolledKeys = true },
        _ => Wish,
    };
}
