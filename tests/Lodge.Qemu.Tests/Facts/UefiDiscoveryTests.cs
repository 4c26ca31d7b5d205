using System.Text;
using Lodge.Model.Host;
using Lodge.Qemu.Facts;

namespace Lodge.Qemu.Tests.Facts;

public class UefiDiscoveryTests
{
    [Theory]
    [InlineData("\"acpi-s3\"", "x86_64", true)]
    [InlineData("\"secure-boot\", \"requires-smm\"", "x86_64", false)]
    [InlineData("\"enrolled-keys\"", "x86_64", false)]
    [InlineData("", "aarch64", false)]
    public void Firmware_is_taken_only_for_this_kind_of_guest_and_without_secure_boot(string features, string architecture, bool taken)
    {
        var description = $$$"""
            {"description": "x", "interface-types": ["uefi"], "tags": [],
             "mapping": {"device": "flash", "executable": {"filename": "/c", "format": "raw"}, "nvram-template": {"filename": "/v", "format": "raw"}},
             "targets": [{"architecture": "{{{architecture}}}", "machines": ["pc-q35-*"]}], "features": [{{{features}}}]}
            """;
        var expected = taken ? new UefiFirmware("/c", "/v") : null;
        Assert.Equal(expected, UefiDiscovery.Read(Encoding.UTF8.GetBytes(description)));
    }

    [Fact]
    public void Description_that_makes_no_sense_is_passed_over()
    {
        var folder = Directory.CreateTempSubdirectory("lodge-firmware-").FullName;
        File.WriteAllText(Path.Combine(folder, "10-broken.json"), "{");
        File.WriteAllText(Path.Combine(folder, "20-other.json"), """{"description": "no mapping"}""");
        _ = UefiDiscovery.Find([folder, "/nowhere"]);
        Directory.Delete(folder, recursive: true);
    }
}
